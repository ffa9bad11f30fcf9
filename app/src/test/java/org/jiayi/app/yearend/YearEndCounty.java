package org.jiayi.app.yearend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A county whose years are settled month by month over HTTP, and then reconciled. */
final class YearEndCounty {

    /** One team of the first institution may hold all residents, one of the second some. */
    private static final String TEAMS = """
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
            T001,第1家庭医生团队,H43990100003,梁平国,D439901000001,护士1,9000
            T003,第3家庭医生团队,H43990100004,郭梅磊,D439901000003,护士1,9000
            """;

    private static final String VISITS = "就诊流水号,证件号码,就诊机构代码,就诊日期,统筹支付金额,账户支付金额,现金支付金额,转诊单号,急诊\n";
    private static final int PEOPLE_A_DAY = 900;

    private final TestCounty county;
    private final TestIssuer issuer;
    private final RegistryClient client;
    private int people;
    private int visits;

    private YearEndCounty(TestCounty county, TestIssuer issuer, RegistryClient client) {
        this.county = county;
        this.issuer = issuer;
        this.client = client;
    }

    /** With contract fees, and these policies of capitation, visits elsewhere and the year end, from 2026 on. */
    static YearEndCounty open(WebTestClient http, TestIssuer issuer, String capitation, String visits, String yearEnd) {
        return open(http, issuer, capitation, "2026-01-01", visits, yearEnd);
    }

    /** The same, where capitation begins on that day. */
    static YearEndCounty open(
            WebTestClient http, TestIssuer issuer, String capitation, String from, String visits, String yearEnd) {
        var county = TestCounty.open(http, issuer);
        county.take("institutions", TestCounty.INSTITUTIONS);
        county.take("teams", TEAMS);
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        county.publish(capitation, from, "");
        county.publish(visits, "2026-01-01", "");
        county.publish(yearEnd, "2026-01-01", "");
        return new YearEndCounty(county, issuer, new RegistryClient(http));
    }

    TestCounty county() {
        return county;
    }

    String area() {
        return county.area();
    }

    RegistryClient client() {
        return client;
    }

    String bureau() {
        return county.bureau("chen");
    }

    String secondOfficer() {
        return county.bureau("zhou");
    }

    String institution(String code) {
        return issuer.institution(area(), code);
    }

    /** Lets that many people born about a day sign with a team from 2026 on for that many years; their numbers. */
    List<String> sign(int count, LocalDate birth, String groups, String team, int years) {
        List<String> numbers = new ArrayList<>();
        var residents = new StringBuilder(TestCounty.RESIDENT_COLUMNS);
        var contracts = new StringBuilder(TestCounty.CONTRACT_COLUMNS);
        for (var one = 0; one < count; one++) {
            people++;
            var number = TestCounty.identityNumber(birth.plusDays(people / PEOPLE_A_DAY), people % PEOPLE_A_DAY + 1);
            numbers.add(number);
            residents
                    .append(TestCounty.resident("居民", number, "390", groups, "一般"))
                    .append('\n');
            contracts
                    .append(String.join(
                            ",", number, team, "基础包", "2025-12-20", "2026-01-01", (2025 + years) + "-12-31", "纸质"))
                    .append('\n');
        }
        county.take("residents", residents.toString());
        county.take("contracts", contracts.toString());
        return numbers;
    }

    /** Brings in a visit. */
    void visited(String number, String institution, String day, String yuan, String referral, boolean emergency) {
        visits++;
        county.take(
                "visits",
                VISITS
                        + String.join(
                                ",",
                                "V" + visits,
                                number,
                                institution,
                                day,
                                yuan,
                                "0",
                                "0",
                                referral,
                                emergency ? "是" : "否"));
    }

    /** Computes, confirms and approves a month of the scheme 390. */
    void settle(String month, LocalDate knownOn) {
        var batch = client.post(
                        bureau(),
                        "/api/v1/pooling-areas/" + area() + "/settlement-batches",
                        Map.of("fund", "390", "month", month, "knownOn", knownOn.toString()))
                .isOk();
        county.approve(batch.body());
    }

    /** What a year end is asked for with. */
    Map<String, Object> order(String through, LocalDate knownOn, Map<String, String> scores, boolean dryRun) {
        List<Map<String, String>> given = new ArrayList<>();
        new TreeMap<>(scores).forEach((payee, score) -> given.add(Map.of("payee", payee, "score", score)));
        return Map.of(
                "scheme",
                "390",
                "year",
                Integer.valueOf(through.substring(0, 4)),
                "throughMonth",
                through,
                "knownOn",
                knownOn.toString(),
                "scores",
                given,
                "dryRun",
                dryRun);
    }

    Answer compute(Map<String, Object> order) {
        return compute(UUID.randomUUID().toString(), order);
    }

    Answer compute(String key, Map<String, Object> order) {
        return client.post(bureau(), "/api/v1/pooling-areas/" + area() + "/year-ends", key, order);
    }

    /** Computes the batch that pays the year end. */
    Answer batch(String through) {
        return client.post(
                bureau(),
                "/api/v1/pooling-areas/" + area() + "/settlement-batches",
                Map.of("kind", "year_end", "fund", "390", "month", through, "knownOn", through + "-01"));
    }

    /** Takes the year end's batch to its confirmation, after which it waits for an approval. */
    Answer confirmedBatch(String through) {
        var batch = batch(through).isOk();
        step(secondOfficer(), batch, "review", Map.of()).isOk();
        return step(bureau(), batch, "confirmation", Map.of()).isOk();
    }

    /** A step of the batch as it was computed. */
    Answer step(String token, Answer batch, String step, Map<String, ?> body) {
        return client.postIfMatch(token, "/api/v1/settlement-batches/" + batch.id() + "/" + step, batch.etag(), body);
    }

    Answer approve(String token, Answer batch) {
        return step(token, batch, "approval", Map.of());
    }

    JsonNode get(String path) {
        return client.get(bureau(), path).isOk().body();
    }

    /** The balance of each account that has one: credits less debits, what is owed or held. */
    Map<String, Long> held() {
        Map<String, Long> balances = new TreeMap<>();
        get("/api/v1/pooling-areas/" + area() + "/trial-balance")
                .path("accounts")
                .forEach(account -> {
                    var balance = account.path("creditFen").asLong()
                            - account.path("debitFen").asLong();
                    if (balance != 0) {
                        balances.put(account.path("account").asString(), balance);
                    }
                });
        return balances;
    }
}
