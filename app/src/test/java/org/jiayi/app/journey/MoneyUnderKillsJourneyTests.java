package org.jiayi.app.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.TestCounty;
import org.jiayi.app.journey.KilledDemo.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Residents sign, pay with callbacks that come twice, move on, are found to have been poor, leave; payers change; every other
 * command is sent twice, as by a phone that missed the answer, and some ask for what cannot be; and meanwhile the process is killed
 * at random moments. In the end each contract's payers bear what a plain model says, the ledger balances, ties to the lines, and has
 * the model's balances; nothing acknowledged is lost and nothing is done twice.
 *
 * <p>{@code -DargLine="-Djiayi.storm.residents=… -Djiayi.storm.kills=… -Djiayi.storm.seed=… -Djiayi.storm.clients=…"} makes it
 * larger or another one, {@code -Djiayi.child="-Xmx512m"} lets the process be compiled for a long run; a resident is about ten
 * commands and two callbacks.
 */
@Timeout(14_400)
class MoneyUnderKillsJourneyTests {

    private static final Logger log = LoggerFactory.getLogger(MoneyUnderKillsJourneyTests.class);
    private static final long SEED = Long.getLong("jiayi.storm.seed", 20_261_125);
    private static final int RESIDENTS = Integer.getInteger("jiayi.storm.residents", 40);
    private static final int KILLS = Integer.getInteger("jiayi.storm.kills", 2);
    private static final int CLIENTS = Integer.getInteger("jiayi.storm.clients", 8);
    private static final int CALLBACKS = 2;
    private static final int TOLD_MAX = 12;
    /** Every contract is compared in the database, and of so many one as the API tells it. */
    private static final int ASKED_FOR = Math.max(1, RESIDENTS / 1_000);

    private static final int UPLOAD_RESIDENTS = 20_000;
    private static final String AREA = "439901";
    private static final String BUREAU = "bureau?area=" + AREA;
    private static final String ADMINISTRATOR = "administrator?area=" + AREA;
    private static final String INSTITUTION = "institution?area=" + AREA + "&institution=";
    private static final List<String> INSTITUTIONS = List.of("H43990100003", "H43990100003", "H43990100004");
    /** Of a size as teams have it: who signs with one reads what it holds. */
    private static final int TEAMS = Math.max(3, RESIDENTS / 500);

    private static final long REMITTED = 99;
    private static final long CHARGE = 1;
    private static final int MORE_THAN_BORNE = 700;
    private static final int BACKDATED_DAYS = 6;
    private static final LocalDate TODAY = LocalDate.of(2026, 10, 10);

    @TempDir
    private static Path home;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger callbacks = new AtomicInteger();
    private final Random pauses = new Random(SEED);

    @Test
    void money_is_what_the_model_says_however_often_the_process_is_killed() throws Exception {
        try (KilledDemo demo = KilledDemo.start(home)) {
            List<String> residents = open(demo);
            List<Life> lives = new ArrayList<>();
            for (int number = 0; number < residents.size(); number++) {
                lives.add(new Life(demo, residents.get(number), new Random(SEED + number)));
            }
            live(demo, lives);
            compare(demo, lives);
            log.info(
                    "{} residents, {} commands, {} callbacks, {} kills, seed {}",
                    lives.size(),
                    commands.get(),
                    callbacks.get(),
                    KILLS,
                    SEED);
        }
    }

    private void live(KilledDemo demo, List<Life> lives) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<Integer>> working = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Callable<Integer> work = () -> {
                    int number = next.getAndIncrement();
                    while (number < lives.size()) {
                        lives.get(number).live();
                        number = next.getAndIncrement();
                    }
                    return number;
                };
                working.add(clients.submit(work));
            }
            kill(demo, next, lives.size(), working);
            for (Future<Integer> work : working) {
                work.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** At random moments, spread over the whole. */
    private void kill(KilledDemo demo, AtomicInteger next, int lives, List<Future<Integer>> working) throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            int at = lives * kill / (KILLS + 1);
            await().atMost(Duration.ofHours(3))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> next.get() >= at || working.stream().anyMatch(Future::isDone));
            await().pollDelay(Duration.ofMillis(pauses.nextInt(200))).until(() -> true);
            demo.kill();
        }
    }

    /** One resident's life, in reality and in the model. */
    private final class Life {

        private final KilledDemo demo;
        private final String resident;
        private final Random random;
        private final MoneyModel model = new MoneyModel("ordinary");
        private final Deque<String> told = new ArrayDeque<>();
        private int acts;
        private int remittances;
        private String etag = "";

        Life(KilledDemo demo, String resident, Random random) {
            this.demo = demo;
            this.resident = resident;
            this.random = random;
        }

        void live() throws InterruptedException {
            sign();
            int count = 3 + random.nextInt(6);
            for (int act = 0; act < count; act++) {
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> pay();
                    case 3, 4 -> transfer();
                    case 5 -> waive();
                    case 6 -> remit();
                    default -> change();
                }
            }
            if (random.nextInt(3) > 0) {
                terminate();
            }
        }

        private Map<String, String> key() {
            acts++;
            commands.incrementAndGet();
            return Map.of("Idempotency-Key", resident + "-" + acts, "Content-Type", "application/json");
        }

        private Answer command(String caller, String path, Map<String, String> headers, String body)
                throws InterruptedException {
            Answer answer = demo.send(caller, "POST", path, headers, body);
            if (random.nextBoolean()) {
                commands.incrementAndGet();
                assertThat(said(demo.send(caller, "POST", path, headers, body)))
                        .as(() -> resident + " once more " + path + " " + told)
                        .isEqualTo(said(answer));
            }
            return answer;
        }

        /** What an answer says, without the trace that each request has of its own. */
        private List<Object> said(Answer answer) {
            JsonNode text = demo.read(answer);
            if (text instanceof ObjectNode problem) {
                problem.remove("traceId");
            }
            return List.of(answer.status(), answer.etag(), text);
        }

        private JsonNode done(Answer answer) {
            assertThat(answer.status())
                    .as(() -> resident + " " + told + "\n" + answer.text() + "\n" + demo.printed())
                    .isBetween(200, 204);
            tell(answer.toString());
            return answer.text().isEmpty() ? json.createObjectNode() : demo.read(answer);
        }

        private void refused(String code, Answer answer) {
            assertThat(demo.read(answer).path("code").asString())
                    .as(() -> resident + " " + told + "\n" + answer.text())
                    .isEqualTo(code);
            tell(answer.toString());
        }

        private void tell(String news) {
            told.add(news);
            if (told.size() > TOLD_MAX) {
                told.remove();
            }
        }

        /** The contract that an answer tells of; an answer without one would be noticed only when its fee is asked for. */
        private String contract(Answer answer) {
            String id = done(answer).path("id").asString();
            assertThat(id)
                    .as(() -> resident + " " + told + "\n" + demo.printed())
                    .startsWith("ctr_");
            etag = answer.etag();
            return id;
        }

        private String team() {
            return MoneyUnderKillsJourneyTests.team(random.nextInt(TEAMS));
        }

        private void sign() throws InterruptedException {
            String team = team();
            LocalDate first = TODAY.minusDays(BACKDATED_DAYS);
            String body = json.writeValueAsString(Map.of(
                    "residentId",
                    resident,
                    "teamId",
                    "tem_" + AREA + "_" + team,
                    "servicePackage",
                    "basic",
                    "firstDay",
                    first.toString(),
                    "lastDay",
                    first.plusYears(1).minusDays(1).toString()));
            Answer signed = command(INSTITUTION + institutionOf(team), "/api/v1/contracts", key(), body);
            model.sign(contract(signed), institutionOf(team), first);
        }

        private void act(String act, Map<String, String> body, String next) throws InterruptedException {
            String institution = INSTITUTION + model.current().institution;
            String path = "/api/v1/contracts/" + model.current().id;
            Map<String, String> headers = new TreeMap<>(key());
            headers.put("If-Match", etag);
            tell(act + " " + path + " " + body);
            Answer answer = command(institution, path + "/" + act, headers, json.writeValueAsString(body));
            String goesOn = contract(answer);
            if (act.equals("termination")) {
                model.terminate(LocalDate.parse(body.get("lastDay")));
            } else {
                model.transfer(goesOn, next, LocalDate.parse(body.get("firstDay")));
            }
        }

        private void terminate() throws InterruptedException {
            LocalDate last = TODAY.plusDays(random.nextInt(3));
            act("termination", Map.of("reason", "own_wish", "lastDay", last.toString()), "");
        }

        /** On a day after the first of the current contract, not later than today, so that the next one holds already. */
        private void transfer() throws InterruptedException {
            String team = team();
            LocalDate first = model.current().first.plusDays(1 + random.nextInt(2));
            if (first.isAfter(TODAY) || institutionOf(team).equals(model.current().institution)) {
                return;
            }
            act(
                    "transfer",
                    Map.of("teamId", "tem_" + AREA + "_" + team, "firstDay", first.toString()),
                    institutionOf(team));
        }

        private void waive() throws InterruptedException {
            String later = model.category.equals("ordinary") ? "low_income" : "extreme_poverty";
            done(command(
                    ADMINISTRATOR,
                    "/api/v1/residents/" + resident + "/circumstances",
                    key(),
                    json.writeValueAsString(Map.of("firstDay", "2026-09-01", "economicCategory", later))));
            model.waive(later);
        }

        private void change() throws InterruptedException {
            long borne = model.current().of("pooled_fund");
            long fen = 1 + random.nextInt((int) borne + MORE_THAN_BORNE);
            Answer answer = command(
                    BUREAU,
                    "/api/v1/contracts/" + model.current().id + "/payer-change",
                    key(),
                    json.writeValueAsString(Map.of(
                            "fromPayer", "pooled_fund", "toPayer", "village_subsidy", "amountFen", fen, "note", "试验")));
            if (fen > borne) {
                refused("payer_bears_less", answer);
            } else {
                done(answer);
                model.change("pooled_fund", "village_subsidy", fen);
            }
        }

        /** Some of the provider's money arrives, where it holds any; of three remittances one was a mistake. */
        private void remit() throws InterruptedException {
            String remittances = "/api/v1/pooling-areas/" + AREA + "/provider-remittances";
            Answer answer = command(
                    BUREAU,
                    remittances,
                    key(),
                    json.writeValueAsString(Map.of(
                            "provider",
                            "simulator",
                            "amountFen",
                            REMITTED,
                            "chargeFen",
                            CHARGE,
                            "valueOn",
                            TODAY.toString(),
                            "bankReference",
                            resident + "-" + acts)));
            if (demo.read(answer).path("code").asString("").equals("remittance_above_held")) {
                tell(answer.toString());
                return;
            }
            String id = done(answer).path("id").asString();
            if (random.nextInt(3) > 0) {
                this.remittances++;
            } else {
                done(command(BUREAU, "/api/v1/provider-remittances/" + id + "/reversal", key(), "{\"note\":\"录错\"}"));
            }
        }

        /** The callback comes more than once. */
        private void pay() throws InterruptedException {
            Answer answer = command(
                    INSTITUTION + model.current().institution,
                    "/api/v1/contracts/" + model.current().id + "/payments",
                    key(),
                    "{\"payer\":\"resident\",\"provider\":\"simulator\"}");
            if (model.due() <= 0) {
                refused("nothing_due", answer);
                return;
            }
            JsonNode payment = done(answer);
            assertThat(payment.path("amountFen").asLong()).isEqualTo(model.due());
            done(demo.send(
                    BUREAU,
                    "POST",
                    "/demo/payments/" + payment.path("orderNumber").asString() + "?callbacks=" + CALLBACKS,
                    Map.of(),
                    ""));
            callbacks.addAndGet(CALLBACKS);
            model.pay();
        }
    }

    /** A county with three teams, the demo's prices with refunds by whole months, and that many adults. */
    private List<String> open(KilledDemo demo) throws InterruptedException {
        String area = "/api/v1/pooling-areas/" + AREA;
        ok(demo, ADMINISTRATOR, "PUT", area, "{\"name\":\"示范县\"}");
        String policy = TestCounty.demoPolicy("contract-fee").replace("none_once_served", "whole_months");
        JsonNode draft = ok(
                demo,
                BUREAU + "&subject=drafter",
                "POST",
                area + "/policies",
                "{\"effectiveFrom\":\"2025-01-01\",\"document\":" + policy + "}");
        String address = "/api/v1/policies/" + draft.path("id").asString();
        ok(demo, BUREAU + "&subject=drafter", "POST", address + "/validation", "{}");
        // sent again where no answer came in time, it is refused as done
        demo.send(
                BUREAU + "&subject=publisher",
                "POST",
                address + "/publication",
                Map.of("Content-Type", "application/json"),
                "{}");
        assertThat(ok(demo, BUREAU, "GET", address, "").path("status").asString())
                .isEqualTo("published");
        upload(demo, "institutions", TestCounty.INSTITUTIONS);
        upload(demo, "teams", teams());
        for (int from = 0; from < RESIDENTS; from += UPLOAD_RESIDENTS) {
            upload(demo, "residents", residents(from, Math.min(from + UPLOAD_RESIDENTS, RESIDENTS)));
        }
        return EmbeddedRows.texts(
                home, "SELECT 'res_' || area || '_' || resident_id FROM resident_resident ORDER BY resident_id");
    }

    private static String team(int number) {
        return "T%03d".formatted(number + 1);
    }

    private static String institutionOf(String team) {
        return INSTITUTIONS.get((Integer.parseInt(team.substring(1)) - 1) % INSTITUTIONS.size());
    }

    private static String teams() {
        StringBuilder rows =
                new StringBuilder(TestCounty.TEAMS.lines().findFirst().orElseThrow() + "\n");
        for (int number = 0; number < TEAMS; number++) {
            String team = team(number);
            rows.append(String.join(
                            ",",
                            team,
                            team + "家庭医生团队",
                            institutionOf(team),
                            "梁平国",
                            "D439901%06d".formatted(number + 1),
                            "护士1",
                            "100000"))
                    .append('\n');
        }
        return rows.toString();
    }

    private static String residents(int from, int until) {
        StringBuilder rows = new StringBuilder(TestCounty.RESIDENT_COLUMNS);
        for (int number = from; number < until; number++) {
            String document =
                    TestCounty.identityNumber(LocalDate.of(1950, 1, 1).plusDays(number / 900), number % 900 + 1);
            rows.append(TestCounty.resident("居民", document, "390", "", "一般")).append('\n');
        }
        return rows.toString();
    }

    private JsonNode ok(KilledDemo demo, String caller, String method, String path, String body)
            throws InterruptedException {
        Answer answer = demo.send(caller, method, path, Map.of("Content-Type", "application/json"), body);
        assertThat(answer.status()).as("%s %s", path, answer.text()).isBetween(200, 202);
        return demo.read(answer);
    }

    private void upload(KilledDemo demo, String kind, String csv) throws InterruptedException {
        Answer sent = demo.send(
                ADMINISTRATOR,
                "POST",
                "/api/v1/pooling-areas/" + AREA + "/imports/" + kind,
                Map.of("Content-Type", "text/csv"),
                csv);
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        String job = "/api/v1/imports/" + demo.read(sent).path("id").asString();
        await().atMost(Duration.ofMinutes(5))
                .until(() -> demo.read(demo.send(ADMINISTRATOR, "GET", job, Map.of(), ""))
                        .path("status")
                        .asString()
                        .equals("finished"));
    }

    private void compare(KilledDemo demo, List<Life> lives) throws InterruptedException {
        await().atMost(Duration.ofMinutes(5)).until(() -> !balances(demo).containsKey("refunds:resident"));
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Map<String, Long>> kept = borneInDatabase();
        int compared = 0;
        for (Life life : lives) {
            expected.merge("receivable:resident", -life.model.paid, Long::sum);
            expected.merge("clearing:simulator", life.model.paid - life.remittances * (REMITTED + CHARGE), Long::sum);
            expected.merge("clearing:treasury", life.remittances * REMITTED, Long::sum);
            expected.merge("charges:simulator", life.remittances * CHARGE, Long::sum);
            for (MoneyModel.Contract contract : life.model.contracts) {
                assertThat(present(kept.getOrDefault(contract.id, Map.of())))
                        .as(() -> contract.id + " " + life.told + "\n" + kept(contract.id))
                        .isEqualTo(present(contract.borne));
                if (compared++ % ASKED_FOR == 0) {
                    assertThat(bears(demo, contract.id)).as(contract.id).isEqualTo(present(contract.borne));
                }
                contract.borne.forEach((payer, fen) -> expected.merge(
                        payer.equals("resident") ? "receivable:resident" : "fund:" + payer, fen, Long::sum));
                expected.merge("payable:" + contract.institution, -contract.total(), Long::sum);
            }
        }
        assertThat(kept).hasSize(compared);
        expected.values().removeIf(fen -> fen == 0);
        assertThat(balances(demo)).isEqualTo(expected);
        JsonNode tieOut = ok(demo, BUREAU, "GET", "/api/v1/pooling-areas/" + AREA + "/fee-tie-out", "");
        assertThat(tieOut.path("ties").asBoolean()).as(tieOut.toString()).isTrue();
        JsonNode money = ok(demo, BUREAU, "GET", "/api/v1/pooling-areas/" + AREA + "/money-tie-out", "");
        assertThat(money.path("ties").asBoolean()).as(money.toString()).isTrue();
    }

    /** What payers bear by contract; a contract that nobody was told of is among them, too. */
    private static Map<String, Map<String, Long>> borneInDatabase() {
        Map<String, Map<String, Long>> borne = new HashMap<>();
        EmbeddedRows.texts(home, """
                        SELECT 'ctr_' || area || '_' || contract_id || ' ' || payer || ' ' || sum(amount_fen)
                        FROM fee_line GROUP BY area, contract_id, payer
                        """).stream()
                .map(row -> row.split(" "))
                .forEach(row ->
                        borne.computeIfAbsent(row[0], fresh -> new TreeMap<>()).put(row[1], Long.parseLong(row[2])));
        return borne;
    }

    /** What the database says of a contract: whether it was lost, or only not found. */
    private static List<String> kept(String contract) {
        return EmbeddedRows.texts(
                home,
                "SELECT v::text FROM contract_version v WHERE '" + contract
                        + "' = 'ctr_' || area || '_' || contract_id");
    }

    private static Map<String, Long> present(Map<String, Long> borne) {
        Map<String, Long> present = new TreeMap<>(borne);
        present.values().removeIf(fen -> fen == 0);
        return present;
    }

    private Map<String, Long> bears(KilledDemo demo, String contract) throws InterruptedException {
        Map<String, Long> bears = new TreeMap<>();
        Answer fee = demo.send(BUREAU, "GET", "/api/v1/contracts/" + contract + "/fee", Map.of(), "");
        assertThat(fee.status())
                .as(() -> contract + " " + fee + "\n" + kept(contract))
                .isEqualTo(200);
        demo.read(fee)
                .path("payers")
                .forEach(payer -> bears.put(
                        payer.path("payer").asString(), payer.path("amountFen").asLong()));
        return present(bears);
    }

    private Map<String, Long> balances(KilledDemo demo) throws InterruptedException {
        JsonNode trial = ok(demo, BUREAU, "GET", "/api/v1/pooling-areas/" + AREA + "/trial-balance", "");
        assertThat(trial.path("debitFen").asLong())
                .isEqualTo(trial.path("creditFen").asLong());
        Map<String, Long> balances = new TreeMap<>();
        trial.path("accounts")
                .forEach(account -> balances.put(
                        account.path("account").asString(),
                        account.path("debitFen").asLong()
                                - account.path("creditFen").asLong()));
        return present(balances);
    }
}
