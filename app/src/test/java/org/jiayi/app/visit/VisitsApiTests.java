package org.jiayi.app.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.visit.VisitCounty.CLINIC;
import static org.jiayi.app.visit.VisitCounty.HEADER;
import static org.jiayi.app.visit.VisitCounty.HOSPITAL;
import static org.jiayi.app.visit.VisitCounty.visit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.VisitCharges.Question;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Visits from their file to what is charged for them, by whatever was known. */
@JiayiTest
@Timeout(240)
class VisitsApiTests {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);
    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;

    /** A registered referral alone counts, for ten days where it says none; half of what is not referred is charged. */
    private static final String POLICY = """
            {"kind": "visits_elsewhere", "name": "外出就诊", "scheme": "390", "own": "with_clinics",
             "weights": {"referred": "1", "unReferred": "0.5", "emergency": "0", "remoteRegistered": "0.333"},
             "referral": {"evidence": "registered", "windowDays": 10}, "deduct": "year_end", "ceiling": "0.2"}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final VisitCharges charges;
    private final Restamping restamping;
    private final ShieldedTransactions transactions;
    private final TestDatabase database;
    private VisitCounty county;

    VisitsApiTests(
            WebTestClient http,
            TestIssuer issuer,
            MovableClock clock,
            VisitCharges charges,
            Restamping restamping,
            ShieldedTransactions transactions,
            TestDatabase database) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.charges = charges;
        this.restamping = restamping;
        this.transactions = transactions;
        this.database = database;
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2026, 7, 1));
        county = VisitCounty.open(http, issuer, POLICY);
    }

    @Test
    void what_cannot_be_is_refused_and_the_rest_goes_in() {
        county.imported("events", TestCounty.EVENT_COLUMNS + VisitCounty.number(2) + ",死亡,2026-03-10,2026-03-12,");
        var job = county.imported(
                "visits",
                HEADER
                        + visit("V1", 1, FIRST, "2026-02-01", "10.00")
                        + visit("V1", 1, FIRST, "2026-02-01", "10.00")
                        + visit("V2", 1, FIRST, "2026-07-02", "10.00")
                        + visit("V3", 1, FIRST, "1969-12-31", "10.00")
                        + visit("V4", 2, FIRST, "2026-03-11", "10.00")
                        + visit("V5", 2, FIRST, "2026-03-10", "10.00")
                        + visit("V6", 9, FIRST, "2026-02-01", "10.00")
                        + visit("V7", 1, "H43990199999", "2026-02-01", "10.00")
                        + visit("V8", 1, FIRST, "2026-02-30", "10.00")
                        + visit("V9", 1, FIRST, "2026-02-01", "10.001")
                        + visit("V_10", 1, FIRST, "2026-02-01", "10.00")
                        + visit("V11", 1, FIRST, "2026-02-01", "10.00", "", "或许,否,否")
                        + visit("V12", 1, FIRST, "2026-02-01", "10.00", "", "否,否,或许"));
        assertThat(job.path("accepted").asLong()).isEqualTo(2);
        assertThat(job.path("refused").properties().stream()
                        .map(refused ->
                                refused.getKey() + " " + refused.getValue().asLong()))
                .containsExactlyInAnyOrder(
                        "duplicate_row 1",
                        "in_the_future 1",
                        "visit_before_birth 1",
                        "visit_after_death 1",
                        "unknown_resident 1",
                        "unknown_institution 1",
                        "impossible_date 1",
                        "bad_amount 1",
                        "bad_serial 1",
                        "bad_flag 2");
        var again = county.imported(
                "visits",
                HEADER + visit("V1", 1, FIRST, "2026-02-01", "10.00") + visit("V5", 2, FIRST, "2026-03-10", "10.01"));
        assertThat(again.path("unchanged").asLong()).isEqualTo(1);
        assertThat(again.path("refused").path("known_with_other_facts").asLong())
                .isEqualTo(1);
    }

    @Test
    void a_file_without_the_optional_columns_is_taken() {
        county.county().take("visits", """
                        就诊流水号,证件号码,就诊机构代码,就诊日期,统筹支付金额,账户支付金额,现金支付金额,转诊单号,急诊
                        V1,%s,%s,2026-02-01,10.00,0,0,,否
                        """.formatted(VisitCounty.number(1), HOSPITAL));
        assertThat(county.classes(FIRST, "2026-02")).containsExactly("V1 un_referred");
    }

    /** Ten visits of February of ten yuan and the serial's number in fen, so that each amount tells which it is. */
    private void seen_in_february() {
        county.county()
                .take(
                        "referrals",
                        VisitCounty.REFERRALS
                                + "Z1," + VisitCounty.number(1) + "," + FIRST + "," + HOSPITAL + ",2026-02-01,\n"
                                + "Z2," + VisitCounty.number(1) + "," + FIRST + ",,2026-02-01,2026-02-28\n"
                                + "Z3," + VisitCounty.number(2) + "," + FIRST + ",,2026-02-01,2026-02-28\n");
        county.county()
                .take(
                        "visits",
                        HEADER
                                + visit("V01", 1, FIRST, "2026-02-01", "10.01")
                                + visit("V02", 1, CLINIC, "2026-02-01", "10.02")
                                + visit("V03", 1, HOSPITAL, "2026-02-10", "10.03", "Z1", "否,否,否")
                                + visit("V04", 1, HOSPITAL, "2026-02-11", "10.04", "Z1", "否,否,否")
                                + visit("V05", 1, SECOND, "2026-02-10", "10.05", "Z1", "否,否,否")
                                + visit("V06", 1, SECOND, "2026-02-28", "10.06", "Z2", "否,否,否")
                                + visit("V07", 1, SECOND, "2026-02-10", "10.07", "Z3", "否,否,否")
                                + visit("V08", 1, HOSPITAL, "2026-02-10", "10.08", "Z1", "是,否,否")
                                + visit("V09", 1, HOSPITAL, "2026-02-10", "10.09", "", "否,是,否")
                                + visit("V10", 1, FIRST, "2026-02-10", "10.10", "", "否,否,是")
                                + visit("V11", 3, FIRST, "2026-02-10", "10.11"));
    }

    @Test
    void every_visit_has_a_class_and_falls_to_the_contract_of_its_day() {
        seen_in_february();
        assertThat(county.classes(FIRST, "2026-02"))
                .containsExactly(
                        "V01 own",
                        "V02 own",
                        "V03 referred",
                        "V04 un_referred",
                        "V05 un_referred",
                        "V06 referred",
                        "V07 un_referred",
                        "V08 emergency",
                        "V09 remote_registered",
                        "V10 excluded");
        assertThat(county.classes(FIRST, "2026-01")).isEmpty();
        assertThat(county.classes(SECOND, "2026-02")).isEmpty();
        assertThat(sums(now()))
                .containsExactly(
                        "excluded 1 × 1010 at 0 = 0",
                        "own 2 × 2003 at 1 = 2003",
                        "emergency 1 × 1008 at 0 = 0",
                        "remote_registered 1 × 1009 at 0.333 = 336",
                        "referred 2 × 2009 at 1 = 2009",
                        "un_referred 3 × 3016 at 0.5 = 1508");
        assertThat(sums(now(), PayeeLevel.TEAM)).isEqualTo(sums(now()));
        assertThat(sums(now(), PayeeLevel.PARENT)).isEqualTo(sums(now()));
    }

    @Test
    void the_ceiling_is_a_share_of_the_entitlement() {
        seen_in_february();
        var all = ask(now(), PayeeLevel.INSTITUTION);
        var charged = all.payees().get(0).charged();
        assertThat(charged.fen()).isEqualTo(336 + 2009 + 1508);
        assertThat(all.capped(charged, Money.ofFen(10_000)).fen()).isEqualTo(2_000);
        assertThat(all.capped(charged, Money.ofFen(100_000))).isEqualTo(charged);
    }

    /** Wang turns out in July to have died in February; Li turns out to have gone to the second institution in May. */
    @Test
    void what_is_heard_late_moves_visits_from_then_on_and_not_before() {
        county.county()
                .take(
                        "visits",
                        HEADER
                                + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00")
                                + visit("V2", 1, HOSPITAL, "2026-04-20", "10.00")
                                + visit("V3", 2, HOSPITAL, "2026-05-20", "10.00"));
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred", "V3 un_referred");
        var before = now();
        clock.moveTo(LocalDate.of(2026, 7, 10));
        county.county()
                .take(
                        "events",
                        TestCounty.EVENT_COLUMNS
                                + VisitCounty.number(1) + ",本人要求解约,2026-04-30,2026-07-10,\n"
                                + VisitCounty.number(2) + ",迁出,2026-02-10,2026-07-10,\n");
        county.county()
                .take(
                        "contracts",
                        TestCounty.CONTRACT_COLUMNS + VisitCounty.number(1)
                                + ",T003,基础包,2026-07-10,2026-05-01,2026-12-31,纸质\n");
        assertThat(restamped()).isEqualTo(2);
        assertThat(restamped()).as("twice is once").isZero();
        assertThat(county.classes(FIRST, "2026-05")).isEmpty();
        assertThat(county.classes(FIRST, "2026-04")).containsExactly("V2 un_referred");
        assertThat(county.classes(SECOND, "2026-05")).containsExactly("V1 un_referred");
        assertThat(sums(before)).containsExactly("un_referred 3 × 3000 at 0.5 = 1500");
        assertThat(sums(now()))
                .containsExactly("un_referred 1 × 1000 at 0.5 = 500", "un_referred 1 × 1000 at 0.5 = 500");
        var why =
                county.explanation(county.county().bureau("chen"), "V3").isOk().body();
        assertThat(why.at("/steps/0/rule").asString()).isEqualTo("no_contract");
        assertThat(why.path("chargedFen").asLong()).isZero();
    }

    /** Li's other registration, into which this one is merged, has no insurance; heads go by the one that signed. */
    @Test
    void after_a_merge_visits_go_by_the_insurance_of_the_registration_under_contract() {
        county.county()
                .take(
                        "residents",
                        TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", VisitCounty.number(5), "", "", "一般"));
        county.county().take("visits", HEADER + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00"));
        county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + county.resident(1) + "/merge",
                        Map.of("survivorId", county.resident(5), "reason", "registered_twice"))
                .isOk();
        restamped();
        county.county().take("visits", HEADER + visit("V2", 1, HOSPITAL, "2026-05-21", "10.00"));
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred", "V2 un_referred");
    }

    /** A file of July says what was recorded in January: Wang had died before the contract began, which therefore never was. */
    @Test
    void what_a_late_file_closes_in_the_past_moves_visits() {
        clock.moveTo(LocalDate.of(2026, 7, 5));
        county.county()
                .take(
                        "visits",
                        HEADER
                                + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00")
                                + visit("V2", 2, HOSPITAL, "2026-05-20", "10.00"));
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred", "V2 un_referred");
        clock.moveTo(LocalDate.of(2026, 7, 10));
        county.county()
                .take("events", TestCounty.EVENT_COLUMNS + VisitCounty.number(2) + ",死亡,2025-12-25,2026-01-10,\n");
        assertThat(restamped()).isEqualTo(1);
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred");
        assertThat(sums(now())).containsExactly("un_referred 1 × 1000 at 0.5 = 500");
    }

    @Test
    void a_referral_registered_late_changes_the_class_from_then_on() {
        county.county().take("visits", HEADER + visit("V1", 1, HOSPITAL, "2026-06-20", "10.00", "Z9", "否,否,否"));
        var before = now();
        clock.moveTo(LocalDate.of(2026, 7, 5));
        var order = Map.of(
                "number",
                "Z9",
                "residentId",
                county.resident(1),
                "fromInstitutionId",
                "ins_" + county.area() + "_" + FIRST,
                "toInstitutionId",
                "ins_" + county.area() + "_" + HOSPITAL,
                "issuedOn",
                "2026-06-15",
                "lastDay",
                "2026-06-30");
        String path = "/api/v1/pooling-areas/" + county.area() + "/referrals";
        String key = UUID.randomUUID().toString();
        var registered = county.client()
                .post(county.institution(FIRST), path, key, order)
                .isOk();
        assertThat(county.client()
                        .post(county.institution(FIRST), path, key, order)
                        .isOk()
                        .headers()
                        .getFirst("Idempotency-Replayed"))
                .isEqualTo("true");
        county.client().post(county.institution(FIRST), path, order).isRefused(RefusalCode.REFERRAL_REGISTERED);
        county.client().post(county.institution(SECOND), path, order).isRefused(RefusalCode.UNKNOWN_INSTITUTION);
        String address = "/api/v1/referrals/" + registered.id();
        county.client().get(county.institution(HOSPITAL), address).isOk();
        county.client().get(county.institution(SECOND), address).isRefused(RefusalCode.NOT_FOUND);
        assertThat(sums(before)).containsExactly("un_referred 1 × 1000 at 0.5 = 500");
        assertThat(sums(now())).containsExactly("referred 1 × 1000 at 1 = 1000");
    }

    /** Zhao turns out to be Li, registered twice, and then not to be. */
    @Test
    void a_referral_covers_the_visits_of_a_person_registered_twice() {
        String order = "," + FIRST + "," + HOSPITAL + ",2026-06-15,2026-06-30\n";
        county.county()
                .take(
                        "referrals",
                        VisitCounty.REFERRALS
                                + "Z1," + VisitCounty.number(3) + order
                                + "Z2," + VisitCounty.number(1) + order
                                + "Z3," + VisitCounty.number(2) + order);
        county.county()
                .take(
                        "visits",
                        HEADER
                                + visit("V1", 1, HOSPITAL, "2026-06-20", "10.01", "Z1", "否,否,否")
                                + visit("V2", 3, HOSPITAL, "2026-06-20", "10.02", "Z2", "否,否,否")
                                + visit("V3", 1, HOSPITAL, "2026-06-20", "10.03", "Z3", "否,否,否"));
        var before = now();
        assertThat(sums(before)).containsExactly("un_referred 2 × 2004 at 0.5 = 1002");
        clock.moveTo(LocalDate.of(2026, 7, 5));
        String zhao = county.resident(3);
        county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + zhao + "/merge",
                        Map.of("survivorId", county.resident(1), "reason", "registered_twice"))
                .isOk();
        assertThat(restamped()).isEqualTo(1);
        assertThat(sums(now())).containsExactly("referred 2 × 2003 at 1 = 2003", "un_referred 1 × 1003 at 0.5 = 502");
        assertThat(county.classes(FIRST, "2026-06")).containsExactly("V1 referred", "V2 referred", "V3 un_referred");
        assertThat(sums(before)).containsExactly("un_referred 2 × 2004 at 0.5 = 1002");
        clock.moveTo(LocalDate.of(2026, 7, 9));
        county.client()
                .post(issuer.administrator(), "/api/v1/residents/" + zhao + "/merge-undoing", Map.of())
                .isOk();
        assertThat(restamped()).isEqualTo(1);
        assertThat(sums(now())).containsExactly("un_referred 2 × 2004 at 0.5 = 1002");
    }

    @Test
    void a_visit_explains_itself_to_whom_it_concerns_and_to_nobody_else() {
        seen_in_february();
        JsonNode why =
                county.explanation(county.institution(FIRST), "V03").isOk().body();
        assertThat(why.path("sentence").asString()).isEqualTo("就诊归" + FIRST + "，属转诊，计入 10.03 元");
        assertThat(why.path("sentenceEn").asString())
                .isEqualTo("The visit falls to " + FIRST + " as referred and counts 10.03 yuan");
        assertThat(why.path("steps").valueStream().map(step -> step.path("rule").asString()))
                .containsExactly("contract_on_day", "referral_covers", "weight");
        assertThat(why.at("/steps/1/text").asString()).isEqualTo("转诊单 Z1 有效至 2026-02-10");
        assertThat(why.at("/steps/2/formula").asString()).isEqualTo("1003 × 1 → 1003");
        assertThat(why.at("/visit/maskedDocumentNumber").asString())
                .contains("*")
                .doesNotContain("19700101");
        assertThat(county.explanation(county.team("T001"), "V04")
                        .isOk()
                        .body()
                        .at("/steps/1/rule")
                        .asString())
                .isEqualTo("referral_does_not_cover");
        var resident = UUID.fromString(county.resident(1).substring("res_439901_".length()));
        county.explanation(issuer.resident(county.area(), resident), "V03").isOk();
        for (String stranger : List.of(
                county.institution(SECOND), county.team("T002"), issuer.resident(county.area(), UUID.randomUUID()))) {
            county.explanation(stranger, "V03").isRefused(RefusalCode.NOT_FOUND);
        }
        county.explanation(county.institution(FIRST), "V11").isRefused(RefusalCode.NOT_FOUND);
        county.explanation(county.county().bureau("chen"), "V11").isOk();
        county.explanation(county.county().bureau("chen"), "V99").isRefused(RefusalCode.NOT_FOUND);
        county.client()
                .get(
                        county.institution(SECOND),
                        "/api/v1/institutions/ins_" + county.area() + "_" + FIRST + "/visits?scheme=390&month=2026-02")
                .isRefused(RefusalCode.NOT_FOUND);
    }

    /** Half of what is not referred counts until June, all of it from July on: a year so far is asked about by one policy. */
    @Test
    void a_visit_is_explained_by_the_policy_that_charges_it() {
        county.imported("visits", HEADER + visit("V1", 1, HOSPITAL, "2026-03-05", "100.00"));
        county.county().supersede(POLICY.replace("\"unReferred\": \"0.5\"", "\"unReferred\": \"1\""), "2026-07-01", "");
        assertThat(sums(now())).containsExactly("un_referred 1 × 10000 at 1 = 10000");
        assertThat(explained())
                .isEqualTo("10000 × 1 → 10000; un_referred counts with 1 by the policy in force on 2026-07-01");
        for (String month : List.of("2026-01", "2026-02", "2026-03")) {
            county.county()
                    .approve(county.client()
                            .post(
                                    county.county().bureau("wu"),
                                    "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                                    Map.of("fund", "390", "month", month, "knownOn", "2026-07-01"))
                            .isOk()
                            .body());
        }
        assertThat(explained())
                .isEqualTo("10000 × 0.5 → 5000; un_referred counts with 0.5 by the policy in force on 2026-03-31");
    }

    /** How the visit is weighed, by whatever is approved. */
    private String explained() {
        JsonNode weight = county.explanation(county.institution(FIRST), "V1")
                .isOk()
                .body()
                .at("/steps/2");
        String text = weight.path("textEn").asString();
        return weight.path("formula").asString() + "; "
                + text.substring("the class ".length(), text.indexOf("; rounded"));
    }

    @Test
    void a_cancelled_visit_counts_no_more_from_then_on() {
        county.county()
                .take(
                        "visits",
                        HEADER
                                + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00")
                                + visit("V2", 2, HOSPITAL, "2026-05-20", "10.00"));
        var before = now();
        clock.moveTo(LocalDate.of(2026, 7, 5));
        var key = UUID.randomUUID().toString();
        var order = Map.of("reason", "wrong_person", "note", "证件号码录错");
        var officer = county.county().bureau("chen");
        var cancelled = county.cancellation(officer, "V1", key, order).isOk();
        assertThat(cancelled.status()).isEqualTo(201);
        assertThat(cancelled.body().path("reasonName").asString()).isEqualTo("人员有误");
        var again = county.cancellation(officer, "V1", key, order).isOk();
        assertThat(again.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(cancelled.body());
        county.cancellation("V1", "wrong_person", "").isRefused(RefusalCode.VISIT_CANCELLED);
        county.cancellation("V2", "other", " ").isRefused(RefusalCode.REASON_NEEDS_NOTE);
        county.cancellation("V3", "wrong_person", "").isRefused(RefusalCode.NOT_FOUND);
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V2 un_referred");
        assertThat(sums(before)).containsExactly("un_referred 2 × 2000 at 0.5 = 1000");
        assertThat(sums(now())).containsExactly("un_referred 1 × 1000 at 0.5 = 500");
        JsonNode why =
                county.explanation(county.institution(FIRST), "V1").isOk().body();
        assertThat(why.path("sentence").asString()).isEqualTo("本次就诊不计入任何机构：已于 2026-07-05 冲销（人员有误）");
        assertThat(why.path("sentenceEn").asString())
                .isEqualTo("The visit is charged to nobody: cancelled on 2026-07-05: somebody else was seen");
        assertThat(why.path("chargedFen").asLong()).isZero();
        assertThat(why.at("/cancellation/reason").asString()).isEqualTo("wrong_person");
        assertThat(why.at("/cancellation/note").isMissingNode())
                .as("a note may name another person")
                .isTrue();
        assertThat(county.explanation(officer, "V1")
                        .body()
                        .at("/cancellation/note")
                        .asString())
                .isEqualTo("证件号码录错");
    }

    /** Wang was seen, and the file said Li. It comes again before and after that is put right; then Wang turns out to have left in April. */
    @Test
    void a_cancelled_visit_is_taken_in_anew_and_never_revived() {
        var wrong = HEADER + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00");
        var right = HEADER + visit("V1", 2, HOSPITAL, "2026-05-20", "10.00");
        county.county().take("visits", wrong);
        assertThat(county.told("visits", right))
                .isEqualTo("0 accepted, 0 unchanged, refused {\"known_with_other_facts\":1}");
        clock.moveTo(LocalDate.of(2026, 7, 5));
        county.cancellation("V1", "wrong_person", "").isOk();
        assertThat(county.told("visits", wrong + "\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(county.classes(FIRST, "2026-05")).isEmpty();
        var between = now();
        clock.moveTo(LocalDate.of(2026, 7, 6));
        assertThat(county.told("visits", right + "\n")).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(county.told("visits", wrong + "\n\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(county.told("visits", right + "\n\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred");
        assertThat(sums(between)).isEmpty();
        assertThat(sums(now())).containsExactly("un_referred 1 × 1000 at 0.5 = 500");
        county.explanation(residentsToken(1), "V1").isRefused(RefusalCode.NOT_FOUND);
        assertThat(rules(county.explanation(residentsToken(2), "V1").isOk().body()))
                .containsExactly("contract_on_day", "no_referral", "weight", "cancelled_before");
        county.county()
                .take("events", TestCounty.EVENT_COLUMNS + VisitCounty.number(2) + ",迁出,2026-04-30,2026-07-06,\n");
        clock.moveTo(LocalDate.of(2026, 7, 7));
        assertThat(restamped()).isEqualTo(1);
        assertThat(rules(county.explanation(residentsToken(2), "V1").isOk().body()))
                .containsExactly("no_contract", "cancelled_before");
        county.cancellation("V1", "entered_twice", "").isOk();
        assertThat(county.told("visits", wrong + "\n\n\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(county.told("visits", right + "\n\n\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        var meant = HEADER.strip() + ",更正说明\n"
                + visit("V1", 2, HOSPITAL, "2026-05-20", "10.00").strip() + ",误冲销，恢复\n";
        assertThat(county.told("visits", meant)).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(county.told("visits", meant + "\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
    }

    /** Zhao turns out to be Li, so that the same row says another registration than it did. */
    @Test
    void a_merge_revives_no_cancelled_visit() {
        var file = HEADER + visit("V1", 3, HOSPITAL, "2026-05-20", "10.00");
        county.county().take("visits", file);
        county.cancellation("V1", "entered_twice", "").isOk();
        county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + county.resident(3) + "/merge",
                        Map.of("survivorId", county.resident(1), "reason", "registered_twice"))
                .isOk();
        assertThat(county.told("visits", file + "\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(county.classes(FIRST, "2026-05")).isEmpty();
    }

    private String residentsToken(int person) {
        var resident = UUID.fromString(county.resident(person).substring("res_439901_".length()));
        return issuer.resident(county.area(), resident);
    }

    private static List<String> rules(JsonNode why) {
        return why.path("steps")
                .valueStream()
                .map(step -> step.path("rule").asString())
                .toList();
    }

    /** The last but one row says what an officer has said before. */
    @Test
    void visits_are_cancelled_by_a_file() {
        var visits = visit("V2", 2, HOSPITAL, "2026-05-20", "10.00")
                + visit("V3", 1, HOSPITAL, "2026-05-20", "10.00")
                + visit("V4", 1, HOSPITAL, "2026-05-20", "10.00");
        county.county().take("visits", HEADER + visit("V1", 1, HOSPITAL, "2026-05-20", "10.00") + visits);
        county.cancellation("V3", "settlement_reversed", "").isOk();
        var job = county.imported("visit_cancellations", """
                就诊流水号,冲销原因,备注
                V1,退费冲销,
                V1,人员有误,
                V2,其他,
                V2,无,
                V9,重复录入,
                V3,退费冲销,
                V4,其他,双方核对
                """);
        assertThat(job.path("accepted").asLong()).isEqualTo(2);
        assertThat(job.path("unchanged").asLong()).isEqualTo(1);
        assertThat(job.path("refused").properties().stream()
                        .map(refused ->
                                refused.getKey() + " " + refused.getValue().asLong()))
                .containsExactlyInAnyOrder(
                        "duplicate_row 1", "reason_needs_note 1", "unknown_cancellation_reason 1", "unknown_visit 1");
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V2 un_referred");
        clock.moveTo(LocalDate.of(2026, 7, 2));
        county.county().take("visits", HEADER + visit("V1", 1, HOSPITAL, "2026-05-20", "11.00"));
        assertThat(county.told("visit_cancellations", "就诊流水号,冲销原因\nV1,退费冲销\nV4,退费冲销\n"))
                .isEqualTo("0 accepted, 1 unchanged, refused {\"known_with_other_facts\":1}");
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V1 un_referred", "V2 un_referred");
        clock.moveTo(LocalDate.of(2026, 7, 3));
        county.county().take("visit_cancellations", "就诊流水号,冲销原因\nV1,重复录入\n");
        assertThat(county.classes(FIRST, "2026-05")).containsExactly("V2 un_referred");
    }

    @Test
    void visits_are_paged_by_serial() {
        seen_in_february();
        String path = "/api/v1/teams/tem_" + county.area() + "_T001/visits?scheme=390&month=2026-02&limit=4";
        var first = county.client().get(county.team("T001"), path).isOk().body();
        String next = first.at("/page/next").asString();
        assertThat(next).isEqualTo("vis_" + county.area() + "_V04");
        var second = county.client()
                .get(county.team("T001"), path + "&after=" + next)
                .isOk()
                .body();
        assertThat(second.at("/data/0/id").asString()).isEqualTo("vis_" + county.area() + "_V05");
        county.client().get(county.team("T001"), path.replace("390", "310")).isRefused(RefusalCode.NO_VISITS_POLICY);
    }

    /** The sums read every table once, whatever the planner knows of them. */
    @Test
    void no_nested_loop_in_the_plan() throws SQLException {
        seen_in_february();
        String sql = VisitCharges.sql(PayeeLevel.INSTITUTION);
        List<String> values = List.of(
                "'" + county.area() + "'",
                "'2027-01-01'",
                "true",
                "10",
                "false",
                "false",
                "'390'",
                "DATE '2026-01-01'",
                "DATE '2027-01-01'");
        for (int number = values.size(); number > 0; number--) {
            sql = sql.replace("$" + number, values.get(number - 1));
        }
        StringBuilder plan = new StringBuilder();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("SET enable_nestloop = off; SET enable_sort = off");
            try (var lines = statement.executeQuery("EXPLAIN " + sql)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        assertThat(plan.toString())
                .contains("visit_visit", "visit_referral", "visit_cancellation", "Anti Join", "HashAggregate")
                .doesNotContain("Nested Loop", "SubPlan");
    }

    private Instant now() {
        return clock.instant();
    }

    private long restamped() {
        return Objects.requireNonNull(restamping.bringUpToDate(county.area()).block(ANSWER_WAIT));
    }

    private VisitCharges.Charges ask(Instant knownAt, PayeeLevel level) {
        var question = Question.ofMonths(
                county.area(), InsuranceScheme.RESIDENT, Month.of(2026, 1), Month.of(2026, 12), knownAt);
        return Objects.requireNonNull(
                transactions.run(() -> charges.of(question, level)).block(ANSWER_WAIT));
    }

    private List<String> sums(Instant knownAt) {
        return sums(knownAt, PayeeLevel.INSTITUTION);
    }

    private List<String> sums(Instant knownAt, PayeeLevel level) {
        return ask(knownAt, level).payees().stream()
                .flatMap(payee -> payee.totals().stream())
                .map(total -> total.visitClass().code() + " " + total.visits() + " × "
                        + total.amount().fen() + " at " + total.weight() + " = "
                        + total.charged().fen())
                .toList();
    }
}
