package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.RegisteredPeople.Person;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.database.CancelStorm;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.ObjectMapper;

/** Signings at the same moment: one contract, one fee, no more than a team holds, whoever hangs up. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SigningRaceApiTests {

    private static final Logger log = LoggerFactory.getLogger(SigningRaceApiTests.class);
    private static final int ROUNDS = Integer.getInteger("jiayi.race.rounds", 120);
    private static final int SAME_KEY_ROUNDS = 10;
    private static final int SAME_KEY_CALLERS = 16;
    private static final int CAPACITY = 15;
    private static final int PLACES_LEFT = 10;
    private static final int RACERS = 40;
    private static final int STORM_REQUESTS = Integer.getInteger("jiayi.storm.signings", 1_200);
    private static final long SEED = Long.getLong("jiayi.storm.seed", 20260115);
    private static final int PATIENCE_MILLIS_MAX = 120;
    private static final Duration QUIET_WAIT = Duration.ofSeconds(10);
    private static final String TEAMS = """
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
            T015,第15家庭医生团队,H43990100003,梁平,D439901000015,护士1,%d
            T100,第100家庭医生团队,H43990100003,梁安,D439901000100,护士1,100000
            """.formatted(CAPACITY);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final int port;
    private TestCounty county;
    private Iterator<Person> people = List.<Person>of().iterator();

    SigningRaceApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, @LocalServerPort int port) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.port = port;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take("teams", TEAMS);
        int wanted = ROUNDS + SAME_KEY_ROUNDS + CAPACITY + RACERS + STORM_REQUESTS;
        people = new RegisteredPeople(county, database).register(wanted).iterator();
    }

    private String team(String number) {
        return "tem_" + county.area() + "_" + number;
    }

    /** DOMAIN, worked case 11. */
    @Test
    @Order(1)
    @Timeout(180)
    void of_two_institutions_that_sign_one_resident_at_the_same_moment_one_has_them() throws Exception {
        String first = issuer.team(county.area(), "T001");
        String second = issuer.team(county.area(), "T003");
        int won = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Person person = people.next();
            String key = SigningClient.newKey();
            Map<String, Object> ours = SigningClient.signing(person.id(), team("T001"));
            Map<String, Object> theirs = SigningClient.signing(person.id(), team("T003"));
            List<Answer> answers = SigningClient.atOnce(List.of(
                    () -> client.sign(first, key, ours), () -> client.sign(second, SigningClient.newKey(), theirs)));
            int winner = answers.get(0).status() == 201 ? 0 : 1;
            Answer signed = answers.get(winner).isSigned();
            Answer refused = answers.get(1 - winner);
            refused.isRefused(RefusalCode.OVERLAPPING);
            assertThat(refused.text())
                    .doesNotContain(
                            person.name(),
                            person.number(),
                            person.number().substring(6, 14),
                            signed.id(),
                            "_T00",
                            "第1家庭",
                            "第3家庭",
                            TestCounty.FIRST_INSTITUTION,
                            TestCounty.SECOND_INSTITUTION);
            if (winner == 0) {
                won++;
                Answer again = client.sign(first, key, ours).isSigned();
                assertThat(again.isReplayed()).isTrue();
                assertThat(again.id()).isEqualTo(signed.id());
            }
        }
        log.info("of {} races the first team won {}", ROUNDS, won);
        assertThat(ledger.rows().contracts()).isEqualTo(ROUNDS);
        assertThat(ledger.rows().feeLines()).isEqualTo(3L * ROUNDS);
        nothingIsHalf();
    }

    @Test
    @Order(2)
    @Timeout(120)
    void one_key_sent_many_times_at_once_is_one_contract_with_one_fee() throws Exception {
        String token = issuer.team(county.area(), "T001");
        for (int round = 0; round < SAME_KEY_ROUNDS; round++) {
            var before = ledger.rows();
            String key = SigningClient.newKey();
            var signing = SigningClient.signing(people.next().id(), team("T001"));
            Callable<Answer> call = () -> client.sign(token, key, signing);
            List<Answer> answers = SigningClient.atOnce(
                    IntStream.range(0, SAME_KEY_CALLERS).mapToObj(i -> call).toList());
            assertThat(answers).allMatch(answer -> answer.status() == 201);
            assertThat(answers.stream().map(Answer::id).distinct()).hasSize(1);
            assertThat(answers.stream().filter(answer -> !answer.isReplayed())).hasSize(1);
            var after = ledger.rows();
            assertThat(after.contracts() - before.contracts()).isEqualTo(1);
            assertThat(after.feeLines() - before.feeLines()).isEqualTo(3);
            assertThat(after.transfers() - before.transfers()).isEqualTo(3);
            assertThat(after.keys() - before.keys()).isEqualTo(1);
        }
    }

    @Test
    @Order(3)
    @Timeout(120)
    void a_team_takes_as_many_as_it_holds_however_many_come_at_once() throws Exception {
        String token = issuer.team(county.area(), "T015");
        for (int i = 0; i < CAPACITY - PLACES_LEFT; i++) {
            client.sign(
                            token,
                            SigningClient.newKey(),
                            SigningClient.signing(people.next().id(), team("T015")))
                    .isSigned();
        }
        List<Callable<Answer>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            var signing = SigningClient.signing(people.next().id(), team("T015"));
            racers.add(() -> client.sign(token, SigningClient.newKey(), signing));
        }
        List<Answer> answers = SigningClient.atOnce(racers);
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 201).toList();
        assertThat(refused).hasSize(RACERS - PLACES_LEFT);
        refused.forEach(answer -> answer.isRefused(RefusalCode.OVER_CAPACITY));
        assertThat(ledger.number("SELECT count(*) FROM contract_version WHERE team_number = 'T015'"))
                .isEqualTo(CAPACITY);
        nothingIsHalf();
    }

    @Test
    @Order(4)
    @Timeout(240)
    void a_signing_is_whole_whoever_hangs_up() throws Exception {
        List<Person> signers = new ArrayList<>();
        people.forEachRemaining(signers::add);
        Set<String> before = Set.copyOf(ledger.contracted());
        ObjectMapper json = new ObjectMapper();
        var storm = new CancelStorm(port, issuer.team(county.area(), "T100"));
        var seen = storm.rage(
                0,
                STORM_REQUESTS,
                SEED,
                PATIENCE_MILLIS_MAX,
                entry -> new CancelStorm.Post(
                        "/api/v1/contracts",
                        "Content-Type: application/json\r\nIdempotency-Key: storm-key-" + entry + "\r\n",
                        json.writeValueAsString(
                                SigningClient.signing(signers.get((int) entry).id(), team("T100")))));

        Awaitility.await()
                .atMost(QUIET_WAIT)
                .untilAsserted(() -> assertThat(ledger.working()).isEmpty());
        Set<String> contracted = Set.copyOf(ledger.contracted());
        long cutAndSigned = seen.cut().stream()
                .filter(entry ->
                        contracted.contains(signers.get(entry.intValue()).id()))
                .count();
        log.info(
                "storm of {} signings with seed {}: {} cut, of which {} were signed all the same",
                STORM_REQUESTS,
                SEED,
                seen.cut().size(),
                cutAndSigned);
        assertThat(seen.failed()).as("seed %s", SEED).isEmpty();
        assertThat(seen.cut()).as("callers who hung up").hasSizeGreaterThan(STORM_REQUESTS / 5);
        assertThat(cutAndSigned).as("cuts that came late").isPositive();
        assertThat(contracted)
                .containsAll(seen.acknowledged().stream()
                        .map(entry -> signers.get(entry.intValue()).id())
                        .collect(Collectors.toSet()));
        assertThat(contracted.size() - before.size())
                .isEqualTo(seen.acknowledged().size() + (int) cutAndSigned);
        assertThat(ledger.rows().contracts()).isEqualTo(ledger.rows().keys());
        nothingIsHalf();
    }

    private void nothingIsHalf() throws SQLException {
        assertThat(ledger.contractsNotCharged()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
        assertThat(ledger.entriesNotTied()).isEmpty();
        // What works in the background is in a transaction for a moment; what was left open stays so.
        Awaitility.await()
                .atMost(QUIET_WAIT)
                .untilAsserted(() -> assertThat(ledger.idleInTransaction()).isEmpty());
        assertThat(ledger.number("SELECT count(*) FROM ledger_transfer WHERE reason = 'contract_fee'"))
                .isEqualTo(3 * ledger.rows().contracts());
    }
}
