package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Several who act upon one contract at the same moment: one is heard, the others are told to look again. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractActRacesApiTests {

    private static final Logger log = LoggerFactory.getLogger(ContractActRacesApiTests.class);
    private static final int ROUNDS = Integer.getInteger("jiayi.race.acts", 50);
    private static final int RENEWALS = 10;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    ContractActRacesApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(LocalDate.of(2025, 12, 20));
        people = ContractingCounty.open(http, issuer, database, ROUNDS + RENEWALS);
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(LocalDate.of(2025, 12, 20));
    }

    @AfterEach
    void nothing_is_half() throws SQLException {
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
        await().atMost(WAIT)
                .untilAsserted(() -> assertThat(ledger.idleInTransaction()).isEmpty());
    }

    private List<String> signed(int count) {
        return Stream.generate(() -> people.signed().id()).limit(count).toList();
    }

    /** Acts upon the first version of a contract. */
    private Callable<Answer> act(String token, String contract, String act, Map<String, ?> body) {
        String key = SigningClient.newKey();
        return () -> client.post(token, key, "/api/v1/contracts/" + contract + "/" + act, "\"1\"", body);
    }

    /** The contracts of a contract's family: itself and those that follow it. */
    private List<String> family(String contract) throws SQLException {
        return ledger.texts("SELECT origin FROM contract_version WHERE version = 1 AND 'ctr_' || area || '_' || "
                + "coalesce(follows, contract_id) = '" + contract + "' ORDER BY contract_id");
    }

    @Test
    @Timeout(300)
    void of_one_who_ends_one_who_moves_and_one_who_amends_a_contract_one_succeeds() throws Exception {
        List<String> contracts = signed(ROUNDS);
        clock.moveTo(LocalDate.of(2026, 5, 15));
        List<String> acts = List.of("termination", "transfer", "amendment");
        Map<String, Integer> won = new LinkedHashMap<>();
        for (String contract : contracts) {
            String self =
                    people.self(people.contract(contract).path("residentId").asString());
            List<Answer> answers = SigningClient.atOnce(List.of(
                    act(
                            people.institution(),
                            contract,
                            "termination",
                            Map.of("reason", "other", "lastDay", "2026-05-31")),
                    act(self, contract, "transfer", Map.of("teamId", people.team("T003"), "firstDay", "2026-06-01")),
                    act(
                            people.teamPhone("T001"),
                            contract,
                            "amendment",
                            Map.of("servicePackage", "elderly", "firstDay", "2026-06-01"))));
            List<Answer> done =
                    answers.stream().filter(answer -> answer.status() < 300).toList();
            assertThat(done).as("%s", answers).hasSize(1);
            answers.stream()
                    .filter(answer -> answer.status() >= 300)
                    .forEach(answer -> answer.isRefused(RefusalCode.PRECONDITION_FAILED));
            String winner = acts.get(answers.indexOf(done.get(0)));
            won.merge(winner, 1, Integer::sum);
            assertThat(family(contract))
                    .isEqualTo(
                            switch (winner) {
                                case "transfer" -> List.of("signed", "transferred");
                                case "amendment" -> List.of("signed", "amended");
                                default -> List.of("signed");
                            });
            assertThat(people.contract(contract).path("version").asInt()).isEqualTo(2);
        }
        log.info("of {} races were won: {}", ROUNDS, won);
    }

    /** The old contract stays as it is, so those who come late have seen it rightly: they meet the contract that follows. */
    @Test
    @Timeout(120)
    void a_renewal_that_four_phones_ask_for_at_once_is_one_contract() throws Exception {
        List<String> contracts = signed(RENEWALS);
        clock.moveTo(LocalDate.of(2026, 11, 1));
        for (String contract : contracts) {
            String self =
                    people.self(people.contract(contract).path("residentId").asString());
            List<Answer> answers = SigningClient.atOnce(List.of(
                    act(self, contract, "renewal", Map.of()),
                    act(self, contract, "renewal", Map.of()),
                    act(people.teamPhone("T001"), contract, "renewal", Map.of()),
                    act(people.institution(), contract, "renewal", Map.of())));
            List<Answer> late =
                    answers.stream().filter(answer -> answer.status() != 201).toList();
            assertThat(late).as("%s", answers).hasSize(3);
            late.forEach(answer -> answer.isRefused(RefusalCode.OVERLAPPING));
            assertThat(family(contract)).containsExactly("signed", "renewed");
        }
    }
}
