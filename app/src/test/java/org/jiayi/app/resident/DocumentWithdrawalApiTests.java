package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** 撤销证件登记: a resident was given another's number, and its owner is kept out until it is withdrawn. Today is 2026-04-15. */
@JiayiTest
class DocumentWithdrawalApiTests {

    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 1);
    private static final LocalDate REGISTERED = LocalDate.of(2026, 1, 15);
    private static final LocalDate TODAY = LocalDate.of(2026, 4, 15);
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private TestCounty county;
    private String administrator = "";

    DocumentWithdrawalApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county() {
        moveTo(REGISTERED);
        county = TestCounty.open(http, issuer).withTeams();
    }

    private void moveTo(LocalDate day) {
        clock.moveTo(day);
        administrator = issuer.administrator();
    }

    /** Numbers of men born on {@link #BIRTH}: a clerk takes one for the other. */
    private static String number() {
        return TestCounty.identityNumber(BIRTH, PEOPLE.incrementAndGet() * 2 + 1);
    }

    private static String passport() {
        return "E2345678%02d".formatted(PEOPLE.incrementAndGet());
    }

    private Answer register(String number) {
        return client.post(
                administrator,
                "/api/v1/pooling-areas/" + county.area() + "/residents",
                Map.of(
                        "name",
                        "赵一",
                        "documentType",
                        "resident_id",
                        "documentNumber",
                        number,
                        "birthDate",
                        BIRTH.toString(),
                        "sex",
                        1));
    }

    private String registered(String number) {
        return register(number).isOk().id();
    }

    private void record(String resident, String type, String number) {
        client.post(administrator, address(resident, "documents"), document(type, number))
                .isOk();
    }

    private static String address(String resident, String what) {
        return "/api/v1/residents/" + resident + "/" + what;
    }

    private static Map<String, Object> document(String type, String number) {
        return Map.of("type", type, "number", number);
    }

    private static Map<String, Object> withdrawal(String number) {
        return Map.of("number", number, "reason", "another_persons");
    }

    private static Map<String, Object> withdrawal(String number, Map<String, Object> replacement) {
        Map<String, Object> body = new LinkedHashMap<>(withdrawal(number));
        body.put("replacement", replacement);
        return body;
    }

    private Answer withdraw(String resident, Map<String, Object> body) {
        return client.post(administrator, address(resident, "document-withdrawals"), body);
    }

    /** Whom a number finds; empty for nobody. */
    private String found(String number) {
        return client.post(
                        administrator,
                        "/api/v1/pooling-areas/" + county.area() + "/resident-lookups",
                        Map.of("number", number, "purpose", "correction"))
                .isOk()
                .body()
                .path("residentId")
                .asString("");
    }

    private static String masked(String number) {
        return IdentityNumber.mask(number);
    }

    private static String shown(Answer answer) {
        return answer.isOk().body().path("maskedDocumentNumber").asString();
    }

    private List<String> documents(String resident, String query) {
        List<String> kinds = new ArrayList<>();
        client.get(administrator, "/api/v1/residents/" + resident + query)
                .isOk()
                .body()
                .path("documents")
                .forEach(kind -> kinds.add(kind.asString()));
        return kinds;
    }

    /** Zhao had Qian's number: the ward whose guardian it names is Qian's, and no more Zhao's. */
    @Test
    void who_had_the_number_of_a_guardian_is_none() {
        var own = passport();
        var others = number();
        var zhao = registered(others);
        record(zhao, "passport", own);
        var ward = registered(number());
        client.post(
                        administrator,
                        address(ward, "guardians"),
                        Map.of(
                                "name", "赵一",
                                "documentNumber", others,
                                "relationship", "10",
                                "evidenceKind", "court_ruling",
                                "evidenceReference", "(2026)湘0001民特2号",
                                "firstDay", BIRTH.toString()))
                .isOk();
        client.post(
                        administrator,
                        address(ward, "incapacity"),
                        Map.of(
                                "evidenceKind", "court_ruling",
                                "evidenceReference", "(2026)湘0001民特1号",
                                "firstDay", BIRTH.toString()))
                .isOk();
        assertThat(mayActFor(zhao, ward)).isTrue();
        client.post(administrator, address(zhao, "document-withdrawals"), withdrawal(others))
                .isOk();
        assertThat(mayActFor(zhao, ward)).isFalse();
        var qian = registered(others);
        assertThat(mayActFor(qian, ward)).isTrue();
        assertThat(mayActFor(zhao, ward)).isFalse();
    }

    private boolean mayActFor(String guardian, String ward) {
        return client.get(
                                issuer.resident(
                                        county.area(), UUID.fromString(guardian.substring("res_439901_".length()))),
                                "/api/v1/residents/" + ward)
                        .status()
                == 200;
    }

    @Test
    void the_owner_of_a_number_is_registered_when_it_is_withdrawn_from_somebody_else() throws SQLException {
        var anothers = number();
        var own = number();
        var resident = registered(anothers);
        moveTo(TODAY);
        register(anothers).isRefused(RefusalCode.RESIDENT_REGISTERED);
        withdraw(resident, withdrawal(anothers)).isRefused(RefusalCode.ONLY_DOCUMENT);
        assertThat(found(anothers)).as("nothing happened").isEqualTo(resident);

        var answer = withdraw(resident, withdrawal(anothers, document("resident_id", own)));
        assertThat(shown(answer)).isEqualTo(masked(own));
        assertThat(answer.text()).doesNotContain(own, anothers);
        assertThat(found(anothers)).isEmpty();
        assertThat(found(own)).isEqualTo(resident);
        var owner = registered(anothers);
        assertThat(found(anothers)).isEqualTo(owner).isNotEqualTo(resident);
        assertThat(documentRows(resident))
                .as("closed and not deleted, with who and why")
                .containsExactly("1 2026-01-15 2026-04-15 administrator-1 another_persons", "2 2026-04-15");
    }

    @Test
    void a_file_brings_the_owner_in() {
        var anothers = number();
        var resident = registered(anothers);
        var row = TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱二", anothers, "390", "", "一般");
        assertThat(county.importFile("residents", row)
                        .path("refused")
                        .path("known_with_other_facts")
                        .asInt())
                .isEqualTo(1);
        withdraw(resident, withdrawal(anothers, document("passport", passport())))
                .isOk();
        county.take("residents", row + "\n");
        assertThat(found(anothers)).isNotEmpty().isNotEqualTo(resident);
    }

    /** A county's next full export says what it said before, and something new of the same person. */
    @ParameterizedTest
    @ValueSource(strings = {"another_persons", "mistyped", "invalid"})
    void an_older_file_does_not_register_a_withdrawn_number_again(String reason) {
        var wrong = number();
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱三", wrong, "390", "", "一般"));
        var resident = found(wrong);
        Map<String, Object> withdrawal = withdrawal(wrong, document("passport", passport()));
        withdrawal.put("reason", reason);
        withdraw(resident, withdrawal).isOk();
        for (String scheme : List.of("390", "310")) {
            assertThat(county.importFile(
                                    "residents",
                                    TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱三", wrong, scheme, "", "一般")
                                            + "\n")
                            .path("refused")
                            .toString())
                    .isEqualTo("{\"document_withdrawn\":1}");
        }
        assertThat(found(wrong)).isEmpty();
        var owner = TestCounty.RESIDENT_COLUMNS + TestCounty.resident("孙四", wrong, "390", "", "一般");
        assertThat(county.importFile("residents", owner).path("accepted").asInt())
                .as("but its owner is")
                .isEqualTo(reason.equals("another_persons") ? 1 : 0);
    }

    @Test
    void whoever_has_another_document_is_shown_by_the_newest_that_is_left() {
        var own = number();
        var permit = passport();
        var anothers = number();
        var resident = registered(own);
        record(resident, "passport", permit);
        record(resident, "resident_id", anothers);
        moveTo(TODAY);
        assertThat(shown(withdraw(resident, withdrawal(anothers)))).isEqualTo(masked(permit));
        assertThat(documents(resident, "")).containsExactly("resident_id", "passport");
        assertThat(documents(resident, "?knownOn=2026-04-14"))
                .as("as was known the day before")
                .containsExactly("resident_id", "passport", "resident_id");
        assertThat(shown(withdraw(resident, withdrawal(permit)))).isEqualTo(masked(own));
        withdraw(resident, withdrawal(own)).isRefused(RefusalCode.ONLY_DOCUMENT);
        assertThat(List.of(found(own), found(permit), found(anothers))).containsExactly(resident, "", "");
    }

    @Test
    void an_older_number_is_withdrawn_and_the_newest_stays_shown() {
        var anothers = number();
        var own = number();
        var resident = registered(anothers);
        record(resident, "resident_id", own);
        assertThat(shown(withdraw(resident, withdrawal(" " + anothers + " ")))).isEqualTo(masked(own));
        assertThat(found(anothers)).isEmpty();
        assertThat(shown(withdraw(resident, withdrawal(own, document("resident_id", anothers)))))
                .as("it was theirs after all")
                .isEqualTo(masked(anothers));
    }

    @Test
    void only_a_number_that_the_resident_has_is_withdrawn() {
        var own = number();
        var resident = registered(own);
        record(resident, "passport", passport());
        var others = number();
        var other = registered(others);
        withdraw(resident, withdrawal(others)).isRefused(RefusalCode.DOCUMENT_NOT_HELD);
        withdraw(resident, withdrawal(number())).isRefused(RefusalCode.DOCUMENT_NOT_HELD);
        withdraw(resident, withdrawal(own)).isOk();
        withdraw(resident, withdrawal(own)).isRefused(RefusalCode.DOCUMENT_NOT_HELD);
        assertThat(found(others)).isEqualTo(other);
    }

    @Test
    void a_replacement_is_checked_like_any_other_document_and_nothing_happens_without_it() {
        var anothers = number();
        var resident = registered(anothers);
        var taken = number();
        registered(taken);
        withdraw(resident, withdrawal(anothers, document("resident_id", taken)))
                .isRefused(RefusalCode.RESIDENT_REGISTERED);
        withdraw(
                        resident,
                        withdrawal(anothers, document("resident_id", TestCounty.identityNumber(BIRTH.plusDays(1), 1))))
                .isRefused(RefusalCode.BIRTH_MISMATCH);
        withdraw(resident, withdrawal(anothers, document("passport", "E\u001f1")))
                .isRefused(RefusalCode.INVALID_VALUE);
        assertThat(found(anothers)).isEqualTo(resident);
    }

    @Test
    void the_right_number_under_the_wrong_kind_of_document_is_put_right() {
        var number = passport();
        var resident = registered(number());
        record(resident, "taiwan_travel_permit", number);
        withdraw(resident, withdrawal(number, document("passport", number))).isOk();
        assertThat(documents(resident, "")).containsExactly("resident_id", "passport");
        assertThat(found(number)).isEqualTo(resident);
    }

    @Test
    void the_same_key_withdraws_once_and_other_content_is_refused() {
        var anothers = number();
        var resident = registered(number());
        record(resident, "resident_id", anothers);
        String address = address(resident, "document-withdrawals");
        client.post(administrator, address, "key-of-one-slip", withdrawal(anothers))
                .isOk();
        var again = client.post(administrator, address, "key-of-one-slip", withdrawal(anothers))
                .isOk();
        assertThat(again.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        client.post(administrator, address, "key-of-one-slip", withdrawal(number()))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    }

    /** Or the resident would have no document left at all. */
    @Test
    void of_two_who_withdraw_the_last_two_numbers_at_once_one_succeeds() throws Exception {
        var one = number();
        var other = number();
        var resident = registered(one);
        record(resident, "resident_id", other);
        List<Callable<Answer>> calls =
                List.of(() -> withdraw(resident, withdrawal(one)), () -> withdraw(resident, withdrawal(other)));
        assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                .containsExactlyInAnyOrder("", RefusalCode.ONLY_DOCUMENT.code());
    }

    @Test
    void only_an_administrator_withdraws_and_not_from_a_registration_that_was_merged() {
        var own = number();
        var resident = registered(own);
        String address = address(resident, "document-withdrawals");
        for (String token : List.of(
                issuer.team(county.area(), "T001"),
                issuer.institution(county.area(), TestCounty.FIRST_INSTITUTION),
                county.bureau("wu"))) {
            client.post(token, address, withdrawal(own)).isRefused(RefusalCode.FORBIDDEN);
        }
        withdraw("res_" + county.area() + "_" + new UUID(1, 1), withdrawal(own)).isRefused(RefusalCode.NOT_FOUND);
        client.post(
                        administrator,
                        address(resident, "merge"),
                        Map.of("survivorId", registered(number()), "reason", "registered_twice"))
                .isOk();
        withdraw(resident, withdrawal(own)).isRefused(RefusalCode.RESIDENT_MERGED);
    }

    /** A resident's documents in order: from when to when they were known, and who withdrew them for which reason. */
    private List<String> documentRows(String resident) throws SQLException {
        return texts("""
                SELECT concat_ws(' ', ordinal, (lower(known) AT TIME ZONE 'Asia/Shanghai')::date,
                    (upper(known) AT TIME ZONE 'Asia/Shanghai')::date, withdrawn_by, withdrawal_reason)
                FROM resident_document WHERE resident_id = '%s' ORDER BY ordinal
                """.formatted(resident.substring("res_000000_".length())));
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
