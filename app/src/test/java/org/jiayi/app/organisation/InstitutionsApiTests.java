package org.jiayi.app.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Institutions over time, their alliances and divisions. Today is 2026-01-15. */
@JiayiTest
class InstitutionsApiTests {

    private static final String DIVISION_COLUMNS = "区划代码,区划名称,启用日期,停用日期\n";
    private static final String INSTITUTION_COLUMNS = "机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体\n";

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private TestCounty county;
    private String administrator = "";

    InstitutionsApiTests(WebTestClient http, TestIssuer issuer) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county() {
        county = TestCounty.open(http, issuer).withTeams();
        administrator = issuer.administrator();
    }

    private String id(String code) {
        return "ins_" + county.area() + "_" + code;
    }

    private String address(String code) {
        return "/api/v1/institutions/" + id(code);
    }

    private String standing(String day) {
        return client.get(administrator, address(TestCounty.FIRST_INSTITUTION) + "?on=" + day)
                .isOk()
                .body()
                .path("standing")
                .asString();
    }

    @Test
    void an_institution_is_suspended_for_some_days_and_opens_again() {
        client.post(
                        administrator,
                        address(TestCounty.FIRST_INSTITUTION) + "/standings",
                        Map.of("standing", "suspended", "firstDay", "2026-03-01", "lastDay", "2026-03-31"))
                .isOk();
        client.post(
                        administrator,
                        address(TestCounty.FIRST_INSTITUTION) + "/standings",
                        Map.of("standing", "closed", "firstDay", "2026-12-31"))
                .isOk();
        assertThat(standing("2026-02-28")).isEqualTo("open");
        assertThat(standing("2026-03-01")).isEqualTo("suspended");
        assertThat(standing("2026-03-31")).isEqualTo("suspended");
        assertThat(standing("2026-04-01")).isEqualTo("open");
        assertThat(standing("2030-01-01")).isEqualTo("closed");
        client.post(
                        administrator,
                        address(TestCounty.FIRST_INSTITUTION) + "/standings",
                        Map.of("standing", "open", "firstDay", "2026-03-01", "lastDay", "2026-02-01"))
                .isRefused(RefusalCode.END_BEFORE_START);
    }

    @Test
    void the_alliance_of_the_file_has_members_and_gets_a_lead() {
        var alliances = "/api/v1/pooling-areas/" + county.area() + "/alliances";
        assertThat(client.get(administrator, alliances).isOk().body().path("data"))
                .singleElement()
                .satisfies(alliance -> {
                    assertThat(alliance.path("members")).hasSize(2);
                    assertThat(alliance.has("leadInstitutionId")).isFalse();
                });
        var membership = Map.of("alliance", "县医共体", "leads", true, "firstDay", "2026-02-01");
        client.post(administrator, address(TestCounty.FIRST_INSTITUTION) + "/alliance-memberships", membership)
                .isOk();
        assertThat(client.get(administrator, alliances + "?on=2026-02-01")
                        .body()
                        .at("/data/0/leadInstitutionId")
                        .asString())
                .isEqualTo(id(TestCounty.FIRST_INSTITUTION));
        client.post(administrator, address(TestCounty.SECOND_INSTITUTION) + "/alliance-memberships", membership)
                .isRefused(RefusalCode.ALLIANCE_HAS_LEAD);
        client.post(
                        administrator,
                        address(TestCounty.SECOND_INSTITUTION) + "/alliance-memberships",
                        Map.of("alliance", "", "leads", false, "firstDay", "2026-06-01"))
                .isOk();
        assertThat(client.get(administrator, alliances + "?on=2026-06-01")
                        .body()
                        .at("/data/0/members"))
                .hasSize(1);
        assertThat(client.get(administrator, alliances + "?on=2026-05-31")
                        .body()
                        .at("/data/0/members"))
                .hasSize(2);
    }

    @Test
    void where_divisions_are_loaded_an_institution_lies_in_one_of_them() {
        county.take(
                "divisions",
                DIVISION_COLUMNS + "439901,样例区,2000-01-01,\n439902,旧区,1990-01-01,2019-12-31\n439902,新区,2027-01-01,\n");
        var job = county.importFile(
                "institutions",
                INSTITUTION_COLUMNS + "H43990100007,91350100M000100Y43,甲,乡镇卫生院,439902,,\n"
                        + "H43990100008,91350100M000100Y43,乙,乡镇卫生院,439901,,\n");
        assertThat(job.path("refused").path("unknown_division").asInt()).isEqualTo(1);
        assertThat(job.path("accepted").asInt()).isEqualTo(1);
        var found = client.get(administrator, address("H43990100008")).isOk().body();
        assertThat(found.path("divisionName").asString()).isEqualTo("样例区");
        assertThat(found.has("alliance")).isFalse();
    }

    @Test
    void a_village_clinic_belongs_to_another_institution() {
        var job = county.importFile(
                "institutions",
                INSTITUTION_COLUMNS + "H43990100007,52439901AAD4NEKJUT,一村卫生室,村卫生室,439901,,\n"
                        + "H43990100008,52439901BNRUBDX0C0,二村卫生室,村卫生室,439901,"
                        + TestCounty.FIRST_INSTITUTION + ",\n"
                        + "H43990100009,524399016DM548D39P,三村卫生室,村卫生室,439901,H43990100008,\n");
        assertThat(job.path("accepted").asInt()).isEqualTo(1);
        assertThat(job.path("refused").path("parent_missing").asInt()).isEqualTo(2);
        client.get(administrator, address("H43990100008")).isOk();
    }

    private Map<String, Object> registered(String name, String kind, String firstDay) {
        return new HashMap<>(Map.of(
                "uscc", "12439901JG7LCMK11D", "name", name, "kind", kind, "division", "439901", "firstDay", firstDay));
    }

    private String nameOf(String code, String query) {
        return client.get(administrator, address(code) + query)
                .isOk()
                .body()
                .path("name")
                .asString();
    }

    @Test
    void an_institution_is_renamed_and_what_was_known_before_stays() {
        String particulars = address(TestCounty.FIRST_INSTITUTION) + "/particulars";
        var renamed = registered("青石街道社区卫生服务中心", "社区卫生服务中心", "2025-07-01");
        assertThat(client.post(administrator, particulars, "rename-1", renamed)
                        .isOk()
                        .body()
                        .path("name")
                        .asString())
                .isEqualTo("青石街道社区卫生服务中心");
        assertThat(client.post(administrator, particulars, "rename-1", renamed)
                        .isOk()
                        .headers()
                        .getFirst("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(nameOf(TestCounty.FIRST_INSTITUTION, "?on=2025-06-30")).isEqualTo("青石社区卫生服务中心");
        assertThat(nameOf(TestCounty.FIRST_INSTITUTION, "?on=2025-07-01")).isEqualTo("青石街道社区卫生服务中心");
        assertThat(nameOf(TestCounty.FIRST_INSTITUTION, "?on=2025-07-01&knownOn=2026-01-14"))
                .isEqualTo("青石社区卫生服务中心");
        assertThat(client.get(
                                county.institution(TestCounty.FIRST_INSTITUTION),
                                "/api/v1/teams/tem_" + county.area() + "_T001")
                        .isOk()
                        .body()
                        .path("institutionName")
                        .asString())
                .isEqualTo("青石街道社区卫生服务中心");
        assertThat(county.importFile(
                                "institutions",
                                TestCounty.INSTITUTIONS + "H43990100008,91350100M000100Y43,乙,乡镇卫生院,439901,,\n")
                        .path("unchanged")
                        .asInt())
                .as("the rows that were taken in first, sent again")
                .isEqualTo(2);
        assertThat(nameOf(TestCounty.FIRST_INSTITUTION, "")).isEqualTo("青石街道社区卫生服务中心");
    }

    @Test
    void what_an_institution_is_registered_with_must_be_sound() {
        String particulars = address(TestCounty.FIRST_INSTITUTION) + "/particulars";
        Map<String, RefusalCode> refused = new LinkedHashMap<>();
        refused.put("uscc=12439901JG7LCMK11E", RefusalCode.BAD_USCC);
        refused.put("uscc=12439901LCR05DFNF2", RefusalCode.KNOWN_WITH_OTHER_FACTS);
        refused.put("name= ", RefusalCode.EMPTY_NAME);
        refused.put("kind=村卫生室", RefusalCode.PARENT_MISSING);
        refused.put("parentId=" + id("H43990100099"), RefusalCode.UNKNOWN_INSTITUTION);
        refused.put("parentId=" + id(TestCounty.FIRST_INSTITUTION), RefusalCode.UNKNOWN_INSTITUTION);
        refused.put("parentId=ins_110101_H43990100004", RefusalCode.UNKNOWN_INSTITUTION);
        refused.put("lastDay=2026-01-01", RefusalCode.END_BEFORE_START);
        refused.forEach((change, code) -> {
            var wanted = registered("青石社区卫生服务中心", "社区卫生服务中心", "2026-02-01");
            wanted.put(change.split("=")[0], change.split("=")[1]);
            client.post(administrator, particulars, wanted).isRefused(code);
        });
        client.post(administrator, address("H43990100099") + "/particulars", registered("无", "乡镇卫生院", "2026-02-01"))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_clinic_moves_to_another_parent_but_not_in_the_past() {
        county.take(
                "institutions",
                INSTITUTION_COLUMNS + "H43990100008,52439901BNRUBDX0C0,二村卫生室,村卫生室,439901,"
                        + TestCounty.FIRST_INSTITUTION + ",\n");
        String particulars = address("H43990100008") + "/particulars";
        var moved = registered("二村卫生室", "村卫生室", "2026-01-14");
        moved.put("uscc", "52439901BNRUBDX0C0");
        moved.put("parentId", id(TestCounty.SECOND_INSTITUTION));
        client.post(administrator, particulars, moved).isRefused(RefusalCode.PARENT_BACKDATED);
        moved.put("firstDay", "2026-01-15");
        client.post(administrator, particulars, moved).isOk();
        assertThat(client.get(administrator, address("H43990100008") + "?on=2026-01-14")
                        .body()
                        .path("parentId")
                        .asString())
                .isEqualTo(id(TestCounty.FIRST_INSTITUTION));
        assertThat(client.get(administrator, address("H43990100008"))
                        .body()
                        .path("parentId")
                        .asString())
                .isEqualTo(id(TestCounty.SECOND_INSTITUTION));
        moved.put("kind", "乡镇卫生院");
        client.post(administrator, particulars, moved).isRefused(RefusalCode.CLINIC_STAYS_CLINIC);
    }

    @Test
    void of_two_institutions_one_may_belong_to_the_other() {
        var second = registered("白水镇卫生院", "乡镇卫生院", "2026-02-01");
        second.put("uscc", "12439901LCR05DFNF2");
        second.put("parentId", id(TestCounty.FIRST_INSTITUTION));
        client.post(administrator, address(TestCounty.SECOND_INSTITUTION) + "/particulars", second)
                .isOk();
        var first = registered("青石社区卫生服务中心", "社区卫生服务中心", "2026-01-20");
        first.put("parentId", id(TestCounty.SECOND_INSTITUTION));
        String particulars = address(TestCounty.FIRST_INSTITUTION) + "/particulars";
        client.post(administrator, particulars, first).isRefused(RefusalCode.PARENT_CIRCULAR);
        first.put("lastDay", "2026-01-31");
        client.post(administrator, particulars, first).isOk();
    }

    /** A row that says another's code of earlier days comes back, and the others go in. */
    @Test
    void a_social_credit_code_that_an_institution_had_before_is_nobody_elses() {
        var renewed = registered("青石社区卫生服务中心", "社区卫生服务中心", "2026-01-10");
        renewed.put("uscc", "52439901BNRUBDX0C0");
        client.post(administrator, address(TestCounty.FIRST_INSTITUTION) + "/particulars", renewed)
                .isOk();
        var job = county.importFile(
                "institutions",
                INSTITUTION_COLUMNS + "H43990100007,12439901JG7LCMK11D,从前第一家的代码,乡镇卫生院,439901,,\n"
                        + "H43990100008,91350100M000100Y43,乙,乡镇卫生院,439901,,\n");
        assertThat(job.path("accepted").asInt()).isEqualTo(1);
        assertThat(job.path("refused").path("known_with_other_facts").asInt()).isEqualTo(1);
    }

    @Test
    void a_social_credit_code_is_one_institutions() {
        var job = county.importFile(
                "institutions",
                INSTITUTION_COLUMNS + "H43990100007,12439901JG7LCMK11D,第一家机构的代码,乡镇卫生院,439901,,\n"
                        + "H43990100008,91350100M000100Y43,乙,乡镇卫生院,439901,,\n"
                        + "H43990100009,91350100M000100Y43,本文件中乙的代码,乡镇卫生院,439901,,\n"
                        + "H43990100008,91350100M000100Y43,乙,乡镇卫生院,439901,,\n"
                        + TestCounty.INSTITUTIONS.lines().skip(1).findFirst().orElseThrow());
        assertThat(job.path("accepted").asInt()).as("乙").isEqualTo(1);
        assertThat(job.path("unchanged").asInt()).as("known in the same words").isEqualTo(1);
        assertThat(client.get(administrator, "/api/v1/imports/" + job.path("id").asString() + "/refused-rows")
                        .isOk()
                        .text()
                        .lines()
                        .skip(1)
                        .map(row -> row.substring(0, row.indexOf(",\""))))
                .containsExactly(
                        "2,known_with_other_facts,统一社会信用代码", "4,duplicate_row,统一社会信用代码", "5,duplicate_row,机构医保代码");
        client.get(administrator, address("H43990100008")).isOk();
        client.get(administrator, address("H43990100007")).isRefused(RefusalCode.NOT_FOUND);
        client.get(administrator, address("H43990100009")).isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_division_is_in_use_once_on_a_day() {
        var job = county.importFile(
                "divisions",
                DIVISION_COLUMNS + "439901,样例区,2000-01-01,2009-12-31\n" + "439901,样例区,2009-12-31,\n"
                        + "439901,样例市,2010-01-01,\n" + "4399,短,2010-01-01,\n" + "439903,,2010-01-01,\n"
                        + "439903,某区,2010-02-30,\n" + "439903,某区,2010-01-01,2009-01-01\n"
                        + "439901,样例市,2010-01-01,\n");
        assertThat(job.path("accepted").asInt()).isEqualTo(2);
        Map<String, Integer> refused = Map.of(
                "division_overlaps",
                1,
                "bad_division_code",
                1,
                "empty_name",
                1,
                "impossible_date",
                1,
                "end_before_start",
                1,
                "duplicate_row",
                1);
        refused.forEach((code, rows) ->
                assertThat(job.path("refused").path(code).asInt()).as(code).isEqualTo(rows));
    }

    @Test
    void an_institution_sees_itself_and_pages_go_on() {
        var first = county.institution(TestCounty.FIRST_INSTITUTION);
        String list = "/api/v1/pooling-areas/" + county.area() + "/institutions";
        assertThat(client.get(first, list).isOk().body().path("data")).hasSize(1);
        client.get(first, address(TestCounty.SECOND_INSTITUTION)).isRefused(RefusalCode.NOT_FOUND);
        var page = client.get(administrator, list + "?limit=1").isOk().body();
        assertThat(page.path("data")).hasSize(1);
        var next = client.get(
                        administrator,
                        list + "?limit=1&after=" + page.at("/page/next").asString())
                .isOk()
                .body();
        assertThat(next.at("/data/0/code").asString()).isEqualTo(TestCounty.SECOND_INSTITUTION);
        assertThat(next.path("page").has("next")).isFalse();
    }
}
