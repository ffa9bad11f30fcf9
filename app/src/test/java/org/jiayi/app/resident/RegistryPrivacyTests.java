package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Canaries through everything the register of residents takes in by the API: afterwards nothing of them is in clear in the
 * database's files, its write-ahead log or the application's log. That the search would find them, {@link
 * PrivacyCanaryTests} shows.
 */
@JiayiTest
@ExtendWith(OutputCaptureExtension.class)
class RegistryPrivacyTests {

    private static final LocalDate BIRTH = LocalDate.of(1958, 10, 21);
    private static final String NUMBER = TestCounty.identityNumber(BIRTH, 751);
    private static final String GUARDIAN_NUMBER = TestCounty.identityNumber(BIRTH, 753);
    private static final String LOOKED_FOR = TestCounty.identityNumber(BIRTH, 755);
    private static final String PASSPORT = "EX77139042";
    private static final String CERTIFICATE = "Q771390425X";
    private static final String RULING = "沪七七一三九民特零四二";
    private static final String NAME = "鹧鸪卡诺拉";
    private static final String GUARDIAN_NAME = "鹪鹩卡诺菈";
    private static final String PHONE = "18877139042";

    private static final List<String> CANARIES =
            List.of(NUMBER, GUARDIAN_NUMBER, LOOKED_FOR, PASSPORT, CERTIFICATE, RULING, NAME, GUARDIAN_NAME, PHONE);

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    RegistryPrivacyTests(WebTestClient http, TestIssuer issuer, TestDatabase database) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
    }

    @Test
    @Timeout(120)
    void nothing_that_the_register_takes_in_is_in_clear(CapturedOutput output) throws Exception {
        TestCounty county = TestCounty.open(http, issuer).withTeams();
        String team = issuer.team(county.area(), "T001");
        String residents = "/api/v1/pooling-areas/" + county.area() + "/residents";
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("name", NAME);
        person.put("documentType", "resident_id");
        person.put("documentNumber", NUMBER);
        person.put("birthDate", BIRTH.toString());
        person.put("sex", 1);
        person.put("phone", PHONE);
        person.put("guardian", guardian());
        String resident = "/api/v1/residents/"
                + client.post(team, residents, person).isOk().id();
        client.post(team, residents, person).isRefused(RefusalCode.RESIDENT_REGISTERED);
        person.put("sex", 2);
        client.post(team, residents, person).isRefused(RefusalCode.SEX_MISMATCH);
        client.post(team, resident + "/documents", Map.of("type", "passport", "number", PASSPORT))
                .isOk();
        client.post(team, resident + "/documents", Map.of("type", "passport", "number", PASSPORT))
                .isRefused(RefusalCode.RESIDENT_REGISTERED);
        String withdrawals = resident + "/document-withdrawals";
        Map<String, String> withdrawal = Map.of("number", PASSPORT, "reason", "mistyped");
        client.post(issuer.administrator(), withdrawals, withdrawal).isOk();
        client.post(issuer.administrator(), withdrawals, withdrawal).isRefused(RefusalCode.DOCUMENT_NOT_HELD);
        client.post(team, resident + "/guardians", guardian()).isOk();
        client.post(
                        team,
                        resident + "/incapacity",
                        Map.of("evidenceKind", "court_ruling", "evidenceReference", RULING, "firstDay", "2026-02-01"))
                .isOk();
        client.post(county.bureau("wu"), resident + "/death", Map.of("diedOn", "2026-01-10"))
                .isOk();
        client.post(
                        county.bureau("wu"),
                        resident + "/death/revocation",
                        Map.of("reason", "wrong_person", "evidenceKind", "court_ruling", "evidenceReference", RULING))
                .isOk();
        String lookups = "/api/v1/pooling-areas/" + county.area() + "/resident-lookups";
        for (String number : List.of(NUMBER, PASSPORT, LOOKED_FOR)) {
            client.post(team, lookups, Map.of("number", number, "purpose", "service"))
                    .isOk();
        }
        client.get(team, "/api/v1/residents/" + NUMBER).isRefused(RefusalCode.NOT_FOUND);
        client.get(issuer.resident(county.area(), new UUID(1, 1)), resident).isRefused(RefusalCode.NOT_FOUND);

        checkpoint();
        assertThat(PrivacyCanaryTests.hits(TestDatabase.serverFiles(), CANARIES))
                .isEmpty();
        assertThat(CANARIES).noneMatch(output.getAll()::contains);
    }

    /** The 500th of the day is answered, and no other; a colleague's day is their own, and so is the next. */
    @Test
    void nobody_looks_up_a_whole_county() throws SQLException {
        TestCounty county = TestCounty.open(http, issuer).withTeams();
        String lookups = "/api/v1/pooling-areas/" + county.area() + "/resident-lookups";
        String team = issuer.team(county.area(), "T001");
        Map<String, String> wanted = Map.of("number", LOOKED_FOR, "purpose", "service");
        client.post(team, lookups, wanted).isOk();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO resident_lookup (area, lookup_id, purpose, looked_up_by, looked_up_at)
                    SELECT area, gen_random_uuid(), purpose, looked_up_by, looked_up_at - day * interval '1 day'
                    FROM resident_lookup CROSS JOIN generate_series(0, 1) AS day CROSS JOIN generate_series(1, 498)
                    WHERE area = '%s'
                    """.formatted(county.area()));
        }
        client.post(team, lookups, wanted).isOk();
        client.post(team, lookups, wanted).isRefused(RefusalCode.LOOKUPS_EXHAUSTED);
        client.post(issuer.team(county.area(), "T002"), lookups, wanted).isOk();
    }

    private static Map<String, Object> guardian() {
        Map<String, Object> guardian = new LinkedHashMap<>();
        guardian.put("name", GUARDIAN_NAME);
        guardian.put("documentNumber", GUARDIAN_NUMBER);
        guardian.put("phone", PHONE);
        guardian.put("relationship", "52");
        guardian.put("evidenceKind", "birth_certificate");
        guardian.put("evidenceReference", CERTIFICATE);
        guardian.put("firstDay", "2026-01-01");
        return guardian;
    }

    private void checkpoint() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }
}
