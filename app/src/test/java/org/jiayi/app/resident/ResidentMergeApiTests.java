package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;

/** 合并重复登记 and 查询居民: two registrations of one person, and who looks for whom. Today is 2026-01-15. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResidentMergeApiTests {

    private static final LocalDate BIRTH = LocalDate.of(1970, 2, 3);
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private TestCounty county;
    private String administrator = "";

    ResidentMergeApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeAll
    void open_a_county() {
        county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        administrator = issuer.administrator();
    }

    /** A registration of a man born on {@link #BIRTH} under a number of its own. */
    private record Registered(String id, String number) {}

    private Registered register() {
        var number = TestCounty.identityNumber(BIRTH, PEOPLE.incrementAndGet() * 2 + 1);
        var answer = client.post(
                        administrator,
                        "/api/v1/pooling-areas/" + county.area() + "/residents",
                        Map.of(
                                "name",
                                "重名者",
                                "documentType",
                                "resident_id",
                                "documentNumber",
                                number,
                                "birthDate",
                                BIRTH.toString(),
                                "sex",
                                1))
                .isOk();
        return new Registered(answer.id(), number);
    }

    private Answer merge(Registered one, Registered into) {
        return client.post(
                administrator,
                "/api/v1/residents/" + one.id() + "/merge",
                Map.of("survivorId", into.id(), "reason", "registered_twice"));
    }

    private Answer read(Registered whose, Registered reader) {
        UUID self = UUID.fromString(reader.id().substring("res_439901_".length()));
        return client.get(issuer.resident(county.area(), self), "/api/v1/residents/" + whose.id());
    }

    /** A phone goes on with the token of the registration that it was given. */
    @Test
    void one_person_reads_all_of_their_registrations_by_any_of_them() {
        var one = register();
        var into = register();
        read(into, one).isRefused(RefusalCode.NOT_FOUND);
        merge(one, into).isOk();
        read(into, one).isOk();
        read(one, into).isOk();
        undo(one).isOk();
        read(into, one).isRefused(RefusalCode.NOT_FOUND);
    }

    private Answer undo(Registered one) {
        return client.post(administrator, "/api/v1/residents/" + one.id() + "/merge-undoing", Map.of());
    }

    private String found(Registered one) {
        return lookUp(one.number(), "correction").body().path("residentId").asString();
    }

    private Answer lookUp(String number, String purpose) {
        return client.post(
                        issuer.team(county.area(), "T001"),
                        "/api/v1/pooling-areas/" + county.area() + "/resident-lookups",
                        Map.of("number", number, "purpose", purpose))
                .isOk();
    }

    @Test
    void the_number_of_the_merged_finds_the_survivor_until_the_merge_is_undone() {
        var one = register();
        var survivor = register();
        assertThat(merge(one, survivor).isOk().body().path("mergedInto").asString())
                .isEqualTo(survivor.id());
        assertThat(found(one)).isEqualTo(survivor.id());
        assertThat(found(survivor)).isEqualTo(survivor.id());
        client.post(
                        administrator,
                        "/api/v1/residents/" + one.id() + "/circumstances",
                        Map.of("firstDay", "2026-02-01", "economicCategory", "low_income"))
                .isRefused(RefusalCode.RESIDENT_MERGED);
        assertThat(undo(one).isOk().body().has("mergedInto")).isFalse();
        assertThat(found(one)).isEqualTo(one.id());
        undo(one).isRefused(RefusalCode.RESIDENT_NOT_MERGED);
        merge(one, survivor).isOk();
        assertThat(found(one)).isEqualTo(survivor.id());
    }

    /** Or the person would be alive by the registration that is asked from then on. */
    @Test
    void the_living_and_the_dead_are_not_merged() {
        var dead = register();
        var living = register();
        die(dead);
        merge(dead, living).isRefused(RefusalCode.RESIDENT_DEAD);
        merge(living, dead).isRefused(RefusalCode.RESIDENT_DEAD);
        die(living);
        merge(dead, living).isOk();
    }

    private void die(Registered one) {
        client.post(county.bureau("chen"), "/api/v1/residents/" + one.id() + "/death", Map.of("diedOn", "2026-01-10"))
                .isOk();
    }

    @Test
    void a_name_has_no_characters_that_cannot_be_written() {
        client.post(
                        administrator,
                        "/api/v1/pooling-areas/" + county.area() + "/residents",
                        Map.of("name", "重名\u001f者", "birthDate", BIRTH.toString(), "sex", 1))
                .isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void merges_do_not_chain() {
        var one = register();
        var survivor = register();
        var third = register();
        merge(one, survivor).isOk();
        merge(one, third).isRefused(RefusalCode.RESIDENT_MERGED);
        merge(survivor, third).isRefused(RefusalCode.RESIDENT_MERGED);
        merge(third, one).isRefused(RefusalCode.RESIDENT_MERGED);
        merge(third, survivor).isOk();
        assertThat(List.of(found(one), found(third))).containsOnly(survivor.id());
    }

    @Test
    void only_registrations_of_one_person_are_merged() {
        var one = register();
        var other = client.post(
                        administrator,
                        "/api/v1/pooling-areas/" + county.area() + "/residents",
                        Map.of(
                                "name",
                                "他人",
                                "documentType",
                                "passport",
                                "documentNumber",
                                "E0000" + PEOPLE.incrementAndGet(),
                                "birthDate",
                                "1970-02-04",
                                "sex",
                                1))
                .isOk();
        merge(one, new Registered(other.id(), "")).isRefused(RefusalCode.NOT_THE_SAME_PERSON);
        merge(one, one).isRefused(RefusalCode.NOT_THE_SAME_PERSON);
        merge(one, new Registered("res_" + county.area() + "_" + new UUID(1, 1), ""))
                .isRefused(RefusalCode.UNKNOWN_RESIDENT);
    }

    @Test
    void who_is_under_contract_twice_on_one_day_is_not_merged() {
        var one = register();
        var other = register();
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS + one.number() + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质\n"
                        + other.number() + ",T002,基础包,2026-01-01,2026-12-31,2027-12-30,纸质\n");
        merge(one, other).isRefused(RefusalCode.BOTH_UNDER_CONTRACT);
        var later = register();
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS + later.number() + ",T001,基础包,2026-01-01,2027-01-01,2027-12-31,纸质");
        merge(one, later).isOk();
    }

    @Test
    void of_two_who_merge_crosswise_at_once_one_succeeds() throws Exception {
        for (int round = 0; round < 5; round++) {
            var one = register();
            var other = register();
            List<Callable<Answer>> calls = new ArrayList<>();
            calls.add(() -> merge(one, other));
            calls.add(() -> merge(other, one));
            assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                    .containsExactlyInAnyOrder("", RefusalCode.RESIDENT_MERGED.code());
        }
    }

    @Test
    void a_lookup_is_masked_and_kept_without_the_number() throws SQLException {
        var one = register();
        var answer = lookUp(one.number(), "signing");
        assertThat(answer.body().path("found").asBoolean()).isTrue();
        assertThat(answer.body().path("maskedName").asString()).isEqualTo("重**");
        assertThat(answer.body().path("birthYear").asInt()).isEqualTo(1970);
        assertThat(answer.text()).doesNotContain(one.number()).doesNotContain("重名者");
        var nobody = TestCounty.identityNumber(LocalDate.of(1930, 1, 1), 1);
        var nothing = lookUp(nobody, "service");
        assertThat(nothing.body().path("found").asBoolean()).isFalse();
        assertThat(nothing.body().has("residentId")).isFalse();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT string_agg(l::text, ';' ORDER BY lookup_id) FROM"
                        + " (SELECT purpose, found_id, looked_up_by, lookup_id FROM resident_lookup WHERE area = '"
                        + county.area() + "' ORDER BY lookup_id DESC LIMIT 2) l")) {
            rows.next();
            String kept = Objects.requireNonNull(rows.getString(1));
            assertThat(kept)
                    .contains("signing," + one.id().substring("res_000000_".length()) + ",team-T001")
                    .contains("service,,team-T001")
                    .doesNotContain(one.number())
                    .doesNotContain(nobody);
        }
    }
}
