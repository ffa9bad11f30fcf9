package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.ModelContracts.Held;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.payment.PayingCounty;
import org.jiayi.app.payment.simulator.Simulator;
import org.jiayi.app.resident.DeathRevocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/**
 * Thousands of random histories on a real database, eight at a time, against a model that knows the rules by the day: every
 * answer is the model's, and what is known at the end is what the model holds. Small teams make the residents compete for
 * places; whether a team has room is the one thing the model is told. The same where contracts begin on payment (缴费生效): then
 * the workers that let them begin, or come to nothing, are waited for on each day.
 */
@JiayiTest
class ContractHistoriesTests {

    private static final long SEED = 20261123;
    private static final int RESIDENTS = 1_000;
    private static final int PAYING_RESIDENTS = 150;
    private static final int ROUNDS = 6;
    private static final int CLIENTS = 8;
    private static final int DAYS_A_ROUND = 60;
    private static final LocalDate START = LocalDate.of(2026, 1, 10);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
    private static final Duration WORK_WAIT = Duration.ofSeconds(60);
    private static final List<String> TEAMS = List.of("T101", "T102", "T103", "T104");
    private static final int CAPACITY = 160;

    private final SignContract signContract;
    private final ChangeContract changes;
    private final RevokeDeath revocations;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final Simulator simulator;
    private final SigningLedger ledger;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger lapsed = new AtomicInteger();
    private final AtomicInteger revoked = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private String area = "";
    private Caller institution =
            new Caller("", Set.of(), new Scope("", Optional.empty(), Optional.empty(), Optional.empty()));
    private Caller bureau = institution;

    ContractHistoriesTests(
            SignContract signContract,
            ChangeContract changes,
            RevokeDeath revocations,
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            Simulator simulator) {
        this.signContract = signContract;
        this.changes = changes;
        this.revocations = revocations;
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.simulator = simulator;
        this.ledger = new SigningLedger(database);
    }

    /** One resident's life, in reality and in the model. */
    private final class Life {
        private final UUID resident;
        private final Random random;
        private final Optional<PayingCounty> paying;
        private final ModelContracts model = new ModelContracts();

        Life(String residentId, long seed, Optional<PayingCounty> paying) {
            this.resident = UUID.fromString(residentId.substring("res_000000_".length()));
            this.random = new Random(seed);
            this.paying = paying;
        }

        void act(LocalDate today) {
            if (random.nextInt(model.dead ? 3 : 200) == 0) {
                revokeDeath();
                return;
            }
            if (model.held.isEmpty() || random.nextInt(5) == 0) {
                if (paying.isPresent()) {
                    signToPay(today);
                } else {
                    sign(today);
                }
                return;
            }
            Held contract = model.held.get(random.nextInt(model.held.size()));
            if (contract.waits && random.nextBoolean()) {
                pay(contract, today);
                return;
            }
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> terminate(contract, today);
                case 4, 5 -> withdraw(contract, today);
                case 6, 7, 8, 9 -> transfer(contract, today);
                case 10, 11 -> amend(contract, today);
                case 12, 13, 14 -> renew(contract, today);
                case 15, 16 -> suspend(contract, today);
                case 17, 18 -> resume(contract, today);
                default -> die(today);
            }
        }

        private LocalDate near(LocalDate day) {
            return day.plusDays(random.nextInt(70) - 36L);
        }

        private String team() {
            return TEAMS.get(random.nextInt(TEAMS.size()));
        }

        private void sign(LocalDate today) {
            LocalDate first = near(today);
            LocalDate last = first.plusDays(random.nextInt(400) - 3L);
            String team = team();
            sign(
                    signing(team, Optional.of(first), Optional.of(last)),
                    model.sign(today, first, last),
                    () -> new Held(team, "BASIC", today, first, last));
        }

        private SignContract.Command signing(String team, Optional<LocalDate> first, Optional<LocalDate> last) {
            return new SignContract.Command(area, resident, team, ServicePackage.BASIC, first, last, Signer.SELF);
        }

        private void sign(SignContract.Command command, String expected, Supplier<Held> signed) {
            String answer = answer(signContract.sign(command, newKey(), institution), id -> {
                Held held = signed.get();
                held.id = id;
                model.held.add(held);
            });
            compare("sign " + command, expected.equals("signed") ? "done" : expected, answer);
        }

        /** Nearly always from the day that the policy says, and half the time until another day than it says. */
        private void signToPay(LocalDate today) {
            Optional<LocalDate> wanted = random.nextInt(8) == 0 ? Optional.of(near(today)) : Optional.empty();
            LocalDate first = wanted.orElse(today.plusDays(ModelContracts.PAYMENT_DAYS + 1));
            Optional<LocalDate> agreed = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(first.plusYears(random.nextInt(4)).minusDays(random.nextInt(60)));
            LocalDate last = agreed.orElse(first.plusYears(1).minusDays(1));
            String team = team();
            sign(signing(team, wanted, agreed), model.signToPay(today, first, last), () -> {
                Held held = new Held(team, "BASIC", today, first, last);
                held.waits = true;
                return held;
            });
        }

        private void pay(Held contract, LocalDate today) {
            paying.orElseThrow()
                    .confirmed(
                            new PayingCounty.Signed("ctr_" + area + "_" + contract.id, "res_" + area + "_" + resident));
            model.pay(contract, today);
            begun.incrementAndGet();
            commands.incrementAndGet();
        }

        private long waiting() {
            return model.held.stream().filter(held -> held.waits).count();
        }

        private void terminate(Held contract, LocalDate today) {
            LocalDate last = near(today);
            String expected = model.terminate(contract, today, last);
            var command = new Terminate(EndReason.OTHER, last, Optional.empty());
            compare(command.toString(), expected, change(contract, expected, command));
        }

        private void withdraw(Held contract, LocalDate today) {
            String expected = model.withdraw(contract, today);
            var command = new Withdraw(Optional.empty());
            var seen = new ChangeContract.Seen(area, contract.id, contract.version);
            compare(
                    command.toString(),
                    expected,
                    answer(changes.change(seen, command, newKey(), institution), id -> {}));
        }

        private void transfer(Held contract, LocalDate today) {
            String team = team();
            LocalDate first = near(today);
            String expected = model.rest(contract, today, first, true, team.equals(contract.team), "same_team");
            goOn(
                    contract,
                    today,
                    first,
                    team,
                    contract.servicePackage,
                    expected,
                    new Transfer(team, first, Signer.SELF));
        }

        private void amend(Held contract, LocalDate today) {
            ServicePackage wanted = random.nextBoolean() ? ServicePackage.BASIC : ServicePackage.CHRONIC;
            LocalDate first = near(today);
            String expected = model.rest(
                    contract, today, first, false, wanted.name().equals(contract.servicePackage), "same_package");
            goOn(contract, today, first, contract.team, wanted.name(), expected, new Amend(wanted, first, Signer.SELF));
        }

        private void goOn(
                Held contract,
                LocalDate today,
                LocalDate first,
                String team,
                String servicePackage,
                String expected,
                ContractCommand command) {
            var seen = new ChangeContract.Seen(area, contract.id, contract.version);
            String answer = answer(
                    changes.change(seen, command, newKey(), institution),
                    id -> model.goOn(contract, today, first, team, servicePackage).id = id);
            compare(command.toString(), expected, answer);
        }

        private void renew(Held contract, LocalDate today) {
            String expected = model.renew(contract, today);
            LocalDate first = contract.days.last().plusDays(1);
            var command = new Renew(Optional.empty(), Optional.empty(), Signer.SELF, Optional.empty());
            var seen = new ChangeContract.Seen(area, contract.id, contract.version);
            String answer = answer(changes.change(seen, command, newKey(), institution), id -> {
                Held next = new Held(
                        contract.team,
                        contract.servicePackage,
                        today,
                        first,
                        first.plusYears(1).minusDays(1));
                next.id = id;
                model.held.add(next);
            });
            compare(command.toString(), expected.equals("signed") ? "done" : expected, answer);
        }

        private void suspend(Held contract, LocalDate today) {
            LocalDate first = near(today);
            String expected = model.suspend(contract, today, first);
            var command = new Suspend(first, "断保");
            compare(command.toString(), expected, change(contract, expected, command));
        }

        private void resume(Held contract, LocalDate today) {
            LocalDate first = near(today);
            String expected = model.resume(contract, today, first);
            var command = new Resume(first);
            compare(command.toString(), expected, change(contract, expected, command));
        }

        /** The model has moved on already if it let the act in: the version seen is the one before. */
        private String change(Held contract, String expected, ContractCommand command) {
            int version = expected.equals("done") ? contract.version - 1 : contract.version;
            var seen = new ChangeContract.Seen(area, contract.id, version);
            String key = newKey();
            String answer = answer(changes.change(seen, command, key, institution), id -> {});
            if (answer.equals("done") && random.nextInt(4) == 0) {
                var replay = Objects.requireNonNull(
                        changes.change(seen, command, key, institution).block(ANSWER_WAIT));
                assertThat(replay.replayed()).isTrue();
                compare(
                        "stale",
                        "precondition_failed",
                        answer(changes.change(seen, command, newKey(), institution), id -> {}));
            }
            return answer;
        }

        private void die(LocalDate today) {
            LocalDate diedOn = today.minusDays(random.nextInt(120));
            String answer = answer(
                    changes.recordDeath(area, resident, diedOn, Optional.empty(), newKey(), institution), id -> {});
            compare("death " + diedOn, model.die(diedOn), answer);
        }

        private void revokeDeath() {
            var revocation = new DeathRevocation(
                    DeathRevocation.Reason.WRONG_REPORT, DeathRevocation.Evidence.SEEN_ALIVE, "走访记录");
            String expected = model.revokeDeath();
            String answer = answer(revocations.revoke(area, resident, revocation, newKey(), bureau), id -> {});
            compare("death revoked", expected, answer);
            if (answer.equals("done")) {
                revoked.incrementAndGet();
            }
        }

        private void compare(String act, String expected, String answer) {
            commands.incrementAndGet();
            answers.add(answer);
            boolean full = answer.equals("over_capacity") && expected.equals("done");
            assertThat(full ? expected : answer).as(resident + " " + act).isEqualTo(expected);
        }

        List<String> told() {
            return model.held.stream().map(held -> resident + " " + held.told()).toList();
        }
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static String answer(Mono<CommandKeys.Answer> command, Consumer<UUID> done) {
        try {
            var answer = command.block(ANSWER_WAIT);
            done.accept(UUID.fromString(answer == null ? "" : answer.id()));
            return "done";
        } catch (Refused refused) {
            return refused.refusal().code().code();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void every_answer_is_the_models_and_so_is_what_is_known_at_the_end() throws Exception {
        clock.moveTo(START);
        ContractingCounty people = open(RESIDENTS);
        check(live(people, RESIDENTS, Optional.empty()), RESIDENTS);
        assertThat(answers)
                .contains(
                        "done",
                        "over_capacity",
                        "overlapping",
                        "illegal_transition",
                        "resident_dead",
                        "death_has_ended_contracts",
                        "no_death_recorded");
        assertThat(revoked.get()).as("deaths revoked").isGreaterThan(RESIDENTS / 50);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void and_so_it_is_where_contracts_begin_on_payment() throws Exception {
        clock.moveTo(START);
        ContractingCounty people = open(PAYING_RESIDENTS);
        people.county()
                .publish(
                        "{\"kind\": \"contracting\", \"name\": \"缴费生效\", \"start\": \"on_payment\", \"paymentDays\": "
                                + ModelContracts.PAYMENT_DAYS + "}",
                        "2025-01-01",
                        "");
        var paying = new PayingCounty(http, people, new SigningClient(http), ledger, simulator, clock);
        check(live(people, PAYING_RESIDENTS, Optional.of(paying)), PAYING_RESIDENTS);
        assertThat(answers).contains("done", "overlapping", "illegal_transition", "wrong_first_day", "resident_dead");
        assertThat(begun.get()).as("begun on payment").isGreaterThan(PAYING_RESIDENTS / 5);
        assertThat(lapsed.get()).as("not paid in time").isGreaterThan(PAYING_RESIDENTS / 5);
    }

    private ContractingCounty open(int residents) throws SQLException {
        ContractingCounty people = ContractingCounty.open(http, issuer, database, residents);
        area = people.area();
        institution = new Caller(
                "clerk",
                Set.of(Role.INSTITUTION),
                new Scope(area, Optional.of("H43990100003"), Optional.empty(), Optional.empty()));
        bureau = new Caller(
                "officer", Set.of(Role.BUREAU), new Scope(area, Optional.empty(), Optional.empty(), Optional.empty()));
        people.county().take("teams", teams());
        return people;
    }

    private List<Life> live(ContractingCounty people, int residents, Optional<PayingCounty> paying) throws Exception {
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < residents; i++) {
            lives.add(new Life(people.next().id(), SEED + i, paying));
        }
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                LocalDate today = START.plusDays((long) round * DAYS_A_ROUND);
                clock.moveTo(today);
                lives.forEach(life -> lapsed.addAndGet(life.model.lapse(today)));
                awaitWorkers(lives);
                List<Callable<Void>> acts = lives.stream()
                        .map(life -> (Callable<Void>) () -> {
                            life.act(today);
                            return null;
                        })
                        .toList();
                for (var act : clients.invokeAll(acts, 5, TimeUnit.MINUTES)) {
                    act.get();
                }
                awaitWorkers(lives);
            }
        } finally {
            clients.shutdownNow();
        }
        return lives;
    }

    /** Until as many contracts wait for their payment as the model says. */
    private void awaitWorkers(List<Life> lives) {
        long waiting = lives.stream().mapToLong(Life::waiting).sum();
        await().atMost(WORK_WAIT)
                .until(
                        () -> ledger.number("SELECT count(*) FROM contract_version WHERE upper_inf(known)"
                                + " AND pay_until IS NOT NULL AND area = '" + area + "'"),
                        Long.valueOf(waiting)::equals);
    }

    private static String teams() {
        StringBuilder csv = new StringBuilder("团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限\n");
        for (String number : TEAMS) {
            csv.append(number)
                    .append(",竞争团队,H43990100003,梁平,D439901000010,护士1,")
                    .append(CAPACITY)
                    .append('\n');
        }
        return csv.toString();
    }

    private void check(List<Life> lives, int residents) throws SQLException {
        assertThat(commands.get()).as("seed " + SEED).isGreaterThanOrEqualTo(residents * ROUNDS);
        assertThat(ledger.texts("""
                        SELECT resident_id || ' ' || team_number || ' ' || upper(service_package) || ' ' || lower(term) || '..'
                            || upper(term) - 1 || ' v' || version
                        FROM contract_version WHERE upper_inf(known) AND area = '""" + area + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        lives.stream().flatMap(life -> life.told().stream()).toList());
        assertThat(ledger.texts("""
                        SELECT team_number || ' ' || day::date FROM contract_version c
                        CROSS JOIN generate_series(date '2025-11-01', date '2028-06-01', interval '1 day') AS day
                        WHERE upper_inf(known) AND term @> day::date AND NOT EXISTS (SELECT FROM contract_event e
                            WHERE e.area = c.area AND e.contract_id = c.contract_id AND e.kind = 'reinstated')
                            AND area = '""" + area + """
                        ' GROUP BY 1 HAVING count(*) >""" + " " + CAPACITY))
                .as("a team over its capacity on some day, but for who came back to their place")
                .isEmpty();
        assertThat(ledger.texts("""
                        SELECT contract_id || ' ' || payer || ' ' || sum(amount_fen) FROM fee_line
                        GROUP BY contract_id, payer HAVING sum(amount_fen) < 0""")).as("more given back than was charged").isEmpty();
        assertThat(ledger.texts("""
                        SELECT contract_id::text FROM fee_line l WHERE NOT EXISTS (SELECT FROM contract_version c
                            WHERE c.area = l.area AND c.contract_id = l.contract_id AND upper_inf(c.known))
                        GROUP BY contract_id HAVING sum(amount_fen) <> 0"""))
                .as("a contract undone that still costs something")
                .isEmpty();
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
    }
}
