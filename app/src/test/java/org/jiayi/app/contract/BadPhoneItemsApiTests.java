package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a phone sends wrongly: an outbox that is none is refused as a whole, an item that is none by itself. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadPhoneItemsApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;
    private String contract = "";

    BadPhoneItemsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void a_contract_in_force() throws SQLException {
        clock.moveTo(TODAY);
        people = ContractingCounty.open(http, issuer, database, 20);
        contract = people.signed(Map.of("firstDay", "2026-02-01", "lastDay", "2027-01-31"))
                .id();
    }

    @BeforeEach
    void today() {
        clock.moveTo(TODAY);
    }

    private Answer sent(Map<String, ?> outbox) {
        return client.post(people.teamPhone("T001"), SigningClient.newKey(), "/api/v1/phone-outbox", null, outbox);
    }

    /** The contract's end by the team, as a phone keeps it. */
    private Map<String, Object> end() {
        return new HashMap<>(Map.of(
                "key",
                SigningClient.newKey(),
                "act",
                "terminate",
                "subjectId",
                contract,
                "seen",
                "\"1\"",
                "body",
                Map.of("reason", "other", "lastDay", "2026-03-02")));
    }

    private Map<String, Object> end(String field, Object value) {
        Map<String, Object> item = end();
        item.put(field, value);
        return item;
    }

    private Map<String, Object> endWithout(String field) {
        Map<String, Object> item = end();
        item.remove(field);
        return item;
    }

    private Map<String, ?> outbox(String what) {
        return switch (what) {
            case "nothing" -> Map.of();
            case "no item" -> Map.of("items", List.of());
            case "a hundred and one items" -> Map.of("items", Collections.nCopies(101, end()));
            case "items and more" -> Map.of("items", List.of(end()), "phone", "1");
            case "an item with more" -> Map.of("items", List.of(end("when", "2026-03-02")));
            case "an item without a key" -> Map.of("items", List.of(endWithout("key")));
            case "an item with a short key" -> Map.of("items", List.of(end("key", "1234567")));
            case "an item without an act" -> Map.of("items", List.of(endWithout("act")));
            case "a body that is none" -> Map.of("items", List.of(end("body", "terminate")));
            case "an act that is a number" -> Map.of("items", List.of(end("act", 7)));
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # outbox                 | code
            nothing                  | INVALID_VALUE
            no item                  | INVALID_VALUE
            a hundred and one items  | INVALID_VALUE
            items and more           | UNKNOWN_FIELD
            an item with more        | UNKNOWN_FIELD
            an item without a key    | INVALID_VALUE
            an item with a short key | INVALID_VALUE
            an item without an act   | INVALID_VALUE
            a body that is none      | INVALID_VALUE
            an act that is a number  | INVALID_VALUE
            """)
    void an_outbox_that_is_none_is_refused_as_a_whole(String what, RefusalCode code) throws SQLException {
        var before = ledger.kept(people.area());
        sent(outbox(what)).isRefused(code);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }

    private Map<String, Object> item(String what) {
        return switch (what) {
            case "the body of a transfer" ->
                end("body", Map.of("teamId", people.team("T002"), "firstDay", "2026-03-02"));
            case "the body of a signing" -> end("body", people.signing(Map.of()));
            case "no body" -> endWithout("body");
            case "a body with more" -> end("body", Map.of("reason", "other", "lastDay", "2026-03-02", "force", true));
            case "a text of 201 characters" ->
                end("body", Map.of("reason", "other", "lastDay", "2026-03-02", "note", "长".repeat(201)));
            case "a reason that is none" -> end("body", Map.of("reason", "death", "lastDay", "2026-03-02"));
            case "a day that is none" -> end("body", Map.of("reason", "other", "lastDay", "2026-02-30"));
            case "no subject" -> endWithout("subjectId");
            case "a resident as subject" -> end("subjectId", people.next().id());
            case "a contract of nobody" ->
                end("subjectId", "ctr_" + people.area() + "_0192f0c1-0000-7000-8000-000000000001");
            case "nothing seen" -> endWithout("seen");
            case "an act that nobody knows" -> end("act", "fly");
            case "an act that no phone may keep" -> end("act", "record_death");
            case "a signing without a body" -> {
                Map<String, Object> item = endWithout("body");
                item.put("act", "sign");
                yield item;
            }
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # item                        | code
            the body of a transfer        | unknown_field
            the body of a signing         | unknown_field
            no body                       | invalid_value
            a body with more              | unknown_field
            a text of 201 characters      | invalid_value
            a reason that is none         | invalid_value
            a day that is none            | invalid_value
            no subject                    | invalid_value
            a resident as subject         | not_found
            a contract of nobody          | not_found
            nothing seen                  | precondition_required
            an act that nobody knows      | invalid_value
            an act that no phone may keep | invalid_value
            a signing without a body      | invalid_value
            """)
    void an_item_that_is_none_is_refused_by_itself(String what, String code) throws SQLException {
        var wrong = item(what);
        var before = ledger.kept(people.area());
        var told = sent(Map.of("items", List.of(wrong)))
                .isDone()
                .body()
                .path("items")
                .get(0);
        assertThat(told.path("outcome").asString() + " "
                        + told.path("problem").path("code").asString())
                .isEqualTo("refused " + code);
        assertThat(told.path("key").asString()).isEqualTo(wrong.get("key"));
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }
}
