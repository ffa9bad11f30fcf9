package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 居民登记 over HTTP: every kind of document, newborns without any, and who may see whom. Today is 2026-01-15. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterResidentApiTests {

    private static final LocalDate BIRTH = LocalDate.of(1980, 6, 1);
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final RegistryClient client;
    private final TestIssuer issuer;
    private final WebTestClient http;
    private TestCounty county;
    private String team = "";

    RegisterResidentApiTests(WebTestClient http, TestIssuer issuer) {
        this.client = new RegistryClient(http);
        this.issuer = issuer;
        this.http = http;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeAll
    void open_a_county() {
        county = TestCounty.open(http, issuer).withTeams();
        team = issuer.team(county.area(), "T001");
    }

    private String address() {
        return "/api/v1/pooling-areas/" + county.area() + "/residents";
    }

    /** A man born on {@link #BIRTH} with an identity card of his own. */
    private static Map<String, Object> adult() {
        return person("resident_id", TestCounty.identityNumber(BIRTH.plusDays(PEOPLE.incrementAndGet()), 1));
    }

    private static Map<String, Object> person(String type, String number) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "样例居民");
        body.put("documentType", type);
        body.put("documentNumber", number);
        body.put("birthDate", number.length() == 18 ? birth(number) : BIRTH.toString());
        body.put("sex", 1);
        body.put("phone", "13812345678");
        return body;
    }

    private static String birth(String number) {
        return number.substring(6, 10) + "-" + number.substring(10, 12) + "-" + number.substring(12, 14);
    }

    /** The same digits under another prefix, with the check character that goes with them. */
    private static String under(String prefix, String number) {
        String digits = prefix + number.substring(prefix.length(), 17);
        return Stream.of("0123456789X".split(""))
                .map(check -> digits + check)
                .filter(whole -> IdentityNumber.parse(whole).fold(refusal -> false, parsed -> true))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_registered_resident_is_shown_masked_with_what_was_said() {
        var body = adult();
        body.put("scheme", "390");
        body.put("insuredFrom", "2026-03-01");
        body.put("economicCategory", "low_income");
        body.put("groups", List.of(Map.of("group", "copd", "source", "diagnosis")));
        body.put("household", "HH77");
        body.put("householdRelationship", "02");
        var answer = client.post(team, address(), body).isOk();
        var resident = answer.body();
        assertThat(answer.headers().getLocation()).hasToString("/api/v1/residents/" + answer.id());
        assertThat(resident.path("maskedDocumentNumber").asString()).matches("439901\\*{10}[0-9][0-9X]");
        assertThat(resident.path("maskedPhone").asString()).isEqualTo("138****5678");
        assertThat(resident.path("documents").get(0).asString()).isEqualTo("resident_id");
        assertThat(resident.path("economicCategory").asString()).isEqualTo("low_income");
        assertThat(resident.at("/groups/0/group").asString()).isEqualTo("copd");
        assertThat(resident.at("/groups/0/name").asString()).isEqualTo("慢阻肺病");
        assertThat(resident.at("/groups/0/source").asString()).isEqualTo("diagnosis");
        assertThat(resident.path("household").asString()).isEqualTo("HH77");
        assertThat(resident.path("householdRelationshipName").asString()).isEqualTo("户主");
        assertThat(resident.has("scheme")).isFalse();
        var march = client.get(team, "/api/v1/residents/" + answer.id() + "?on=2026-03-01")
                .isOk()
                .body();
        assertThat(march.path("scheme").asString()).isEqualTo("390");
        assertThat(answer.text()).doesNotContain(String.valueOf(body.get("documentNumber")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", textBlock = """
            # type                       | prefix | told
            resident_id                  | 439901 |
            resident_id                  | 9      | DOCUMENT_PREFIX
            hk_macao_taiwan_permit       | 810000 |
            hk_macao_taiwan_permit       | 820000 |
            hk_macao_taiwan_permit       | 830000 |
            hk_macao_taiwan_permit       | 439901 | DOCUMENT_PREFIX
            foreign_permanent_resident   | 9      |
            foreign_permanent_resident   | 439901 | DOCUMENT_PREFIX
            household_register           | 439901 |
            household_register           | 9      | DOCUMENT_PREFIX
            """)
    void a_checked_document_has_the_prefix_of_its_kind(String type, String prefix, @Nullable RefusalCode told) {
        var number = under(prefix, TestCounty.identityNumber(BIRTH.plusDays(PEOPLE.incrementAndGet()), 1));
        var answer = client.post(team, address(), person(type, number));
        if (told == null) {
            answer.isOk();
        } else {
            answer.isRefused(told);
        }
        assertThat(answer.text()).doesNotContain(number);
    }

    @ParameterizedTest
    @CsvSource({
        "passport, E1234567%d",
        "foreign_permanent_resident, USA3100800101%02d",
        "hk_macao_travel_permit, H123456%d",
        "taiwan_travel_permit, 1234567%d",
        "birth_certificate, S43012345%d",
        "military_id, 军字第123456%d号",
        "armed_police_id, 武字第123456%d号",
        "other, Z-123456%d"
    })
    void a_document_without_a_check_is_taken_as_written(String type, String form) {
        var number = form.formatted(PEOPLE.incrementAndGet());
        client.post(team, address(), person(type, number)).isOk();
        client.post(team, address(), person(type, " " + number + " ")).isRefused(RefusalCode.RESIDENT_REGISTERED);
    }

    @Test
    void an_old_number_of_fifteen_digits_is_the_same_person() {
        var number = TestCounty.identityNumber(LocalDate.of(1955, 3, 4), 321);
        var old = person("resident_id", number.substring(0, 6) + number.substring(8, 17));
        old.put("birthDate", "1955-03-04");
        client.post(team, address(), old).isOk();
        client.post(team, address(), person("resident_id", number)).isRefused(RefusalCode.RESIDENT_REGISTERED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # field        | value      | told
            name           | ' '        | EMPTY_NAME
            birthDate      | 1980-06-01 | BIRTH_MISMATCH
            birthDate      | 2026-01-16 | IMPOSSIBLE_DATE
            sex            | 2          | SEX_MISMATCH
            sex            | 5          | SEX_MISMATCH
            documentNumber | 123        | MALFORMED_NUMBER
            household      | HH1        | RELATIONSHIP_MISSING
            """)
    void a_registration_that_breaks_a_rule_is_refused(String field, String value, RefusalCode told) {
        var body = adult();
        body.put(field, field.equals("sex") ? Integer.valueOf(value) : value);
        client.post(team, address(), body).isRefused(told);
    }

    @Test
    void a_wrong_check_character_and_an_unknown_relationship_are_told() {
        var body = adult();
        var number = String.valueOf(body.get("documentNumber"));
        body.put("documentNumber", number.substring(0, 17) + (number.endsWith("1") ? "2" : "1"));
        var answer = client.post(team, address(), body).isRefused(RefusalCode.BAD_CHECK_DIGIT);
        assertThat(answer.text()).doesNotContain(number.substring(6, 14));
        var related = adult();
        related.put("household", "HH1");
        related.put("householdRelationship", "98");
        client.post(team, address(), related).isRefused(RefusalCode.UNKNOWN_RELATIONSHIP);
        var half = adult();
        half.remove("documentNumber");
        client.post(team, address(), half).isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void a_control_character_and_an_area_that_nobody_opened_are_refused() {
        var body = adult();
        body.put("name", "李\u001f四");
        client.post(team, address(), body).isRefused(RefusalCode.INVALID_VALUE);
        client.post(issuer.administrator(), "/api/v1/pooling-areas/439800/residents", adult())
                .isRefused(RefusalCode.NOT_FOUND);
        client.post(
                        issuer.administrator(),
                        "/api/v1/pooling-areas/439800/resident-lookups",
                        Map.of("number", "E1", "purpose", "service"))
                .isRefused(RefusalCode.NOT_FOUND);
        client.post(issuer.team(county.area(), "T999"), address(), adult()).isRefused(RefusalCode.UNKNOWN_TEAM);
    }

    private Map<String, Object> newborn(Map<String, Object> guardian) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "新生儿");
        body.put("birthDate", "2026-01-10");
        body.put("sex", 2);
        body.put("guardian", guardian);
        return body;
    }

    private static Map<String, Object> mother(String residentId) {
        return Map.of(
                "residentId", residentId,
                "relationship", "52",
                "evidenceKind", "birth_certificate",
                "evidenceReference", "S430000001",
                "firstDay", "2026-01-10");
    }

    @Test
    void a_newborn_without_any_number_is_known_by_the_mother_and_gets_a_number_later() {
        var mother = client.post(team, address(), adult()).isOk();
        var registered =
                client.post(team, address(), newborn(mother(mother.id()))).isOk();
        var child = registered.body();
        assertThat(child.has("maskedDocumentNumber")).isFalse();
        assertThat(child.path("documents")).isEmpty();
        assertThat(child.at("/groups/0/source").asString()).isEqualTo("age");
        assertThat(child.at("/guardians/0/residentId").asString()).isEqualTo(mother.id());
        assertThat(child.at("/guardians/0/relationshipName").asString()).isEqualTo("母亲");
        String documents = "/api/v1/residents/" + registered.id() + "/documents";
        var other = TestCounty.identityNumber(LocalDate.of(2026, 1, 11), 2);
        client.post(team, documents, Map.of("type", "resident_id", "number", other))
                .isRefused(RefusalCode.BIRTH_MISMATCH);
        client.post(team, documents, Map.of("type", "birth_certificate", "number", "S430000001"))
                .isOk();
        var number = TestCounty.identityNumber(LocalDate.of(2026, 1, 10), 2);
        var numbered = client.post(team, documents, Map.of("type", "resident_id", "number", number))
                .isOk()
                .body();
        assertThat(numbered.path("documents").get(0).asString()).isEqualTo("birth_certificate");
        assertThat(numbered.path("documents").get(1).asString()).isEqualTo("resident_id");
        assertThat(numbered.path("maskedDocumentNumber").asString()).startsWith("439901");
        for (String known : List.of("S430000001", number)) {
            assertThat(lookUp(known).path("residentId").asString()).isEqualTo(registered.id());
        }
        var self = issuer.resident(county.area(), UUID.fromString(mother.id().substring("res_000000_".length())));
        client.get(self, "/api/v1/residents/" + registered.id()).isOk();
        client.get(self, "/api/v1/residents/" + mother.id()).isOk();
    }

    private JsonNode lookUp(String number) {
        return client.post(
                        team,
                        "/api/v1/pooling-areas/" + county.area() + "/resident-lookups",
                        Map.of("number", number, "purpose", "signing"))
                .isOk()
                .body();
    }

    @Test
    void a_resident_sees_who_looked_them_up() {
        var body = adult();
        var adult = client.post(team, address(), body).isOk();
        lookUp(String.valueOf(body.get("documentNumber")));
        var self = issuer.resident(county.area(), UUID.fromString(adult.id().substring("res_000000_".length())));
        var path = "/api/v1/residents/" + adult.id() + "/lookups";
        var traces = client.get(self, path).isOk().body().path("data");
        assertThat(traces).hasSize(1);
        assertThat(traces.at("/0/institutionName").asString()).isEqualTo("青石社区卫生服务中心");
        assertThat(traces.at("/0/teamNumber").asString()).isEqualTo("T001");
        assertThat(traces.at("/0/purpose").asString()).isEqualTo("signing");
        assertThat(traces.at("/0/lookedUpAt").asString()).startsWith("2026-01-15");
        assertThat(traces.at("/0").has("lookedUpBy")).isFalse();
        assertThat(client.get(issuer.administrator(), path)
                        .isOk()
                        .body()
                        .at("/data/0")
                        .has("lookedUpBy"))
                .isTrue();
        var other = client.post(team, address(), adult()).isOk();
        client.get(self, "/api/v1/residents/" + other.id() + "/lookups").isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void who_is_no_newborn_or_has_nobody_is_not_registered_without_a_document() {
        var mother = client.post(team, address(), adult()).isOk();
        var old = newborn(mother(mother.id()));
        old.put("birthDate", "2025-01-15");
        client.post(team, address(), old).isRefused(RefusalCode.NOT_A_NEWBORN);
        old.put("birthDate", "2025-01-16");
        client.post(team, address(), old).isOk();
        var alone = newborn(mother(mother.id()));
        alone.remove("guardian");
        client.post(team, address(), alone).isRefused(RefusalCode.DOCUMENT_MISSING);
        client.post(team, address(), newborn(mother("res_" + county.area() + "_0192f0c1-0000-7000-8000-000000000001")))
                .isRefused(RefusalCode.GUARDIAN_UNKNOWN);
        var nameless = new LinkedHashMap<>(mother(mother.id()));
        nameless.remove("residentId");
        client.post(team, address(), newborn(nameless)).isRefused(RefusalCode.GUARDIAN_UNKNOWN);
    }

    @Test
    void the_same_key_registers_once_and_other_content_is_refused() {
        var body = adult();
        var first = client.post(team, address(), "key-of-one-person", body).isOk();
        var again = client.post(team, address(), "key-of-one-person", body).isOk();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        body.put("name", "另一人");
        client.post(team, address(), "key-of-one-person", body).isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void of_many_who_register_one_number_at_once_one_succeeds() throws Exception {
        var body = adult();
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(() -> client.post(team, address(), body));
        }
        var told =
                RegistryClient.atOnce(calls).stream().map(Answer::code).sorted().toList();
        assertThat(told)
                .startsWith("")
                .filteredOn(code -> !code.isEmpty())
                .hasSize(5)
                .containsOnly(RefusalCode.RESIDENT_REGISTERED.code());
    }

    @Test
    void who_registered_a_resident_reads_them_and_nobody_else_does() {
        var resident = "/api/v1/residents/"
                + client.post(team, address(), adult()).isOk().id();
        client.get(issuer.institution(county.area(), TestCounty.FIRST_INSTITUTION), resident)
                .isOk();
        client.get(issuer.administrator(), resident).isOk();
        client.get(issuer.team(county.area(), "T002"), resident).isRefused(RefusalCode.NOT_FOUND);
        client.get(issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION), resident)
                .isRefused(RefusalCode.NOT_FOUND);
        client.get(issuer.resident(county.area(), new UUID(1, 1)), resident).isRefused(RefusalCode.NOT_FOUND);
        client.get(issuer.bureau(county.area(), "wu"), resident).isRefused(RefusalCode.FORBIDDEN);
        client.post(issuer.team(county.area(), "T002"), resident + "/circumstances", Map.of("firstDay", "2026-03-01"))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_contract_lets_its_team_read_the_resident_ever_after() {
        var number = TestCounty.identityNumber(LocalDate.of(1957, 1, 2), 5);
        county.withDemoPolicies();
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        var id = lookUp(number).path("residentId").asString();
        var resident = "/api/v1/residents/" + id;
        client.get(team, resident).isRefused(RefusalCode.NOT_FOUND);
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2025-01-01,2025-01-01,2025-12-31,纸质");
        client.get(team, resident).isOk();
        client.get(issuer.team(county.area(), "T002"), resident).isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_file_that_brings_a_resident_registered_here_does_not_bring_them_twice() {
        var number = TestCounty.identityNumber(LocalDate.of(1956, 1, 2), 5);
        var body = person("resident_id", number);
        client.post(team, address(), body).isOk();
        var job = county.importFile(
                "residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        assertThat(job.path("refused").path("known_with_other_facts").asInt()).isEqualTo(1);
    }
}
