package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * A county whose residents are seen here and there. Li, Wang and Zhao are insured under 390; Li and Wang are under contract with
 * T001 of the first institution for 2026, Zhao with nobody. The hospital H43990100001 holds no contract; the clinic H43990100005
 * belongs to the first institution.
 */
final class VisitCounty {

    static final String HOSPITAL = "H43990100001";
    static final String CLINIC = "H43990100005";
    static final String HEADER = "就诊流水号,证件号码,就诊机构代码,就诊日期,统筹支付金额,账户支付金额,现金支付金额,转诊单号,急诊,异地备案,不计入\n";
    static final String REFERRALS = "转诊单号,证件号码,转出机构代码,转入机构代码,开具日期,有效期至\n";

    private static final String MORE_INSTITUTIONS = """
            机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体
            H43990100001,91350100M000100Y43,县人民医院,县级医院,439901,,县医共体
            H43990100005,12439901MB00010058,青石村卫生室,村卫生室,439901,H43990100003,县医共体
            """;

    private final TestCounty county;
    private final TestIssuer issuer;
    private final RegistryClient client;

    private VisitCounty(TestCounty county, TestIssuer issuer, RegistryClient client) {
        this.county = county;
        this.issuer = issuer;
        this.client = client;
    }

    static VisitCounty open(WebTestClient http, TestIssuer issuer, String policy) {
        TestCounty county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.publish(policy, "2025-01-01", "");
        county.take("institutions", MORE_INSTITUTIONS);
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + String.join(
                                "\n",
                                TestCounty.resident("李", number(1), "390", "", "一般"),
                                TestCounty.resident("王", number(2), "390", "", "一般"),
                                TestCounty.resident("赵", number(3), "390", "", "一般")));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + number(1) + ",T001,基础包,2025-12-20,2026-01-01,2026-12-31,纸质\n"
                        + number(2) + ",T001,基础包,2025-12-20,2026-01-01,2026-12-31,纸质\n");
        return new VisitCounty(county, issuer, new RegistryClient(http));
    }

    /** The number of Li, Wang or Zhao, born in 1970. */
    static String number(int person) {
        return TestCounty.identityNumber(LocalDate.of(1970, 1, 1), person);
    }

    /** A row of a visits' file, of a person; {@code flags} are emergency, remote, excluded. */
    static String visit(
            String serial, int person, String institution, String day, String yuan, String referral, String flags) {
        return String.join(",", serial, number(person), institution, day, yuan, "0.00", "0.00", referral, flags) + "\n";
    }

    static String visit(String serial, int person, String institution, String day, String yuan) {
        return visit(serial, person, institution, day, yuan, "", "否,否,否");
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

    String institution(String code) {
        return issuer.institution(area(), code);
    }

    String team(String number) {
        return issuer.team(area(), number);
    }

    JsonNode imported(String kind, String csv) {
        return county.importFile(kind, csv);
    }

    /** The visits of an institution's residents in a month, each as "serial class". */
    List<String> classes(String code, String month) {
        return client.get(
                        county.bureau("chen"),
                        "/api/v1/institutions/ins_" + area() + "_" + code + "/visits?scheme=390&limit=100&month="
                                + month)
                .isOk()
                .body()
                .path("data")
                .valueStream()
                .map(visit -> visit.path("id").asString().substring("vis_439901_".length()) + " "
                        + visit.path("visitClass").asString())
                .toList();
    }

    RegistryClient.Answer explanation(String token, String serial) {
        return client.get(token, "/api/v1/visits/vis_" + area() + "_" + serial + "/explanation");
    }

    RegistryClient.Answer cancellation(String token, String serial, String key, Map<String, String> order) {
        return client.post(token, "/api/v1/visits/vis_" + area() + "_" + serial + "/cancellation", key, order);
    }

    /** What the bureau is answered that cancels a visit, for a reason and a note that may be empty. */
    RegistryClient.Answer cancellation(String serial, String reason, String note) {
        Map<String, String> order = Map.of("reason", reason, "note", note);
        return cancellation(county.bureau("chen"), serial, UUID.randomUUID().toString(), order);
    }

    /** What becomes of the rows of a file. */
    String told(String kind, String csv) {
        JsonNode job = imported(kind, csv);
        return job.path("accepted").asLong() + " accepted, "
                + job.path("unchanged").asLong() + " unchanged, refused " + job.path("refused");
    }

    /** The resident's id, found as a team finds it. */
    String resident(int person) {
        return client.post(
                        issuer.administrator(),
                        "/api/v1/pooling-areas/" + area() + "/resident-lookups",
                        Map.of("number", number(person), "purpose", "service"))
                .isOk()
                .body()
                .path("residentId")
                .asString();
    }
}
