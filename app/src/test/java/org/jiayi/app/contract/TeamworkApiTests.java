package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What teams, phones and bureaus do with many contracts at once. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeamworkApiTests {

    private static final int RESIDENTS = 90;
    private static final LocalDate BEFORE = LocalDate.of(2025, 12, 20);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    TeamworkApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(BEFORE);
        people = ContractingCounty.open(http, issuer, database, RESIDENTS);
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(BEFORE);
    }

    @AfterEach
    void every_line_is_in_the_ledger() throws SQLException {
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
    }

    private Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    private static Map<String, Object> item(String key, String act, String subject, String seen, Map<String, ?> body) {
        Map<String, Object> item = new LinkedHashMap<>(Map.of("key", key, "act", act, "body", body));
        if (!subject.isEmpty()) {
            item.put("subjectId", subject);
            item.put("seen", seen);
        }
        return item;
    }

    private JsonNode sent(Object... items) {
        return post(people.teamPhone("T001"), "/api/v1/phone-outbox", Map.of("items", List.of(items)))
                .isDone()
                .body()
                .path("items");
    }

    private static List<String> outcomes(JsonNode items) {
        return items.valueStream()
                .map(item -> item.path("outcome").asString() + " "
                        + item.path("problem").path("code").asString(""))
                .map(String::strip)
                .toList();
    }

    @Test
    void a_phone_sends_what_it_kept_in_order_and_may_send_it_again() {
        var contract = people.signed();
        clock.moveTo(LocalDate.of(2026, 2, 1));
        var end = Map.of("reason", "moved_away", "lastDay", "2026-02-10");
        var kept = new Object[] {
            item("phone-key-1" + contract.id(), "sign", "", "", people.signing(Map.of())),
            item("phone-key-2" + contract.id(), "terminate", contract.id(), "\"1\"", end),
            item("phone-key-3" + contract.id(), "terminate", contract.id(), "\"1\"", end),
            item("phone-key-4" + contract.id(), "sign", "", "", Map.of("teamId", 5)),
            item("phone-key-5" + contract.id(), "fly", contract.id(), "\"1\"", Map.of()),
            item("phone-key-6" + contract.id(), "confirm", contract.id(), "\"2\"", Map.of()),
        };
        var answers = sent(kept);
        assertThat(outcomes(answers))
                .containsExactly(
                        "done",
                        "done",
                        "conflict precondition_failed",
                        "refused invalid_value",
                        "refused invalid_value",
                        "refused forbidden");
        assertThat(contract.body().has("confirmUntil")).as("at the counter").isFalse();
        assertThat(answers.get(0).path("result").path("confirmUntil").asString())
                .as("on a team's phone somebody signs for the resident")
                .isNotEmpty();
        assertThat(answers.get(1).path("result").path("lastDay").asString()).isEqualTo("2026-02-10");
        assertThat(answers.get(2).path("yours").path("reason").asString()).isEqualTo("moved_away");
        assertThat(answers.get(2).path("current").path("version").asInt()).isEqualTo(2);
        var again = sent(kept);
        assertThat(outcomes(again).subList(0, 2)).containsExactly("already_done", "already_done");
        assertThat(again.get(0).path("subjectId")).isEqualTo(answers.get(0).path("subjectId"));
    }

    /** Two phones of a team were offline at one door; of another team's contract nothing is shown. */
    @Test
    void who_signs_somebody_whom_a_colleague_has_signed_sees_that_contract() {
        var colleagues = people.signed();
        var others = people.signed(Map.of("teamId", people.team("T002")));
        var answers = sent(
                item(SigningClient.newKey(), "sign", "", "", signingAgain(colleagues)),
                item(SigningClient.newKey(), "sign", "", "", signingAgain(others)));
        assertThat(outcomes(answers)).containsExactly("conflict overlapping", "conflict overlapping");
        assertThat(answers.get(0).path("current").path("id").asString()).isEqualTo(colleagues.id());
        assertThat(answers.get(0).path("yours").path("teamId").asString()).isEqualTo(people.team("T001"));
        assertThat(answers.get(1).path("current")).isEmpty();
    }

    private Map<String, Object> signingAgain(Answer signed) {
        return people.signing(
                Map.of("residentId", signed.body().path("residentId").asString()));
    }

    @Test
    void a_phone_follows_its_panel_by_cursor() {
        String changes = "/api/v1/teams/" + people.team("T002") + "/changes";
        var first = client.get(people.teamPhone("T002"), changes).isDone().body();
        assertThat(first.path("data")).isEmpty();
        var one = people.signed(Map.of("teamId", people.team("T002")));
        var other = people.signed(Map.of("teamId", people.team("T002")));
        people.signed();
        clock.moveTo(LocalDate.of(2026, 2, 1));
        client.act(people.institution(), one.id(), "termination", Map.of("reason", "other", "lastDay", "2026-02-10"))
                .isDone();
        var second = client.get(
                        people.teamPhone("T002"),
                        changes + "?after=" + first.path("page").path("next").asString())
                .isDone()
                .body();
        assertThat(second.path("data")
                        .valueStream()
                        .map(change -> change.path("kind").asString() + " "
                                + change.path("contract").path("id").asString()))
                .containsExactly("contract.signed " + other.id(), "contract.terminated " + one.id());
        var third = client.get(
                        people.teamPhone("T002"),
                        changes + "?after=" + second.path("page").path("next").asString())
                .isDone()
                .body();
        assertThat(third.path("data")).isEmpty();
        client.get(people.teamPhone("T001"), changes).isRefused(RefusalCode.NOT_FOUND);
        client.get(people.teamPhone("T002"), changes + "?after=x").isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void a_team_with_contracts_is_not_dissolved_and_a_dissolved_one_signs_nobody() {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T010,第10家庭医生团队,H43990100003,梁平,D439901000010,护士1,50
                """);
        var contract = people.signed(Map.of("teamId", people.team("T010")));
        String path = "/api/v1/teams/" + people.team("T010") + "/dissolution";
        post(people.institution(), path, Map.of("lastDay", "2026-06-30")).isRefused(RefusalCode.TEAM_HAS_CONTRACTS);
        post(people.elsewhere(), path, Map.of("lastDay", "2026-06-30")).isRefused(RefusalCode.NOT_FOUND);
        clock.moveTo(LocalDate.of(2026, 6, 1));
        client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T001"), "firstDay", "2026-07-01"))
                .isDone();
        assertThat(post(people.institution(), path, Map.of("lastDay", "2026-06-30"))
                        .status())
                .isEqualTo(204);
        client.sign(
                        people.institution(),
                        SigningClient.newKey(),
                        people.signing(Map.of(
                                "teamId", people.team("T010"), "firstDay", "2026-06-15", "lastDay", "2027-06-14")))
                .isRefused(RefusalCode.TEAM_DISSOLVED);
    }

    /** As a killed worker leaves it: its lease is over, and two of four have come in behind the place that it had reached. */
    @Test
    void a_job_whose_worker_died_goes_on_and_leaves_nobody_behind() throws SQLException {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T030,第30家庭医生团队,H43990100003,梁平,D439901000030,护士1,50
                T031,第31家庭医生团队,H43990100004,梁平,D439901000031,护士1,50
                """);
        List<String> signed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            signed.add(people.signed(Map.of("teamId", people.team("T030"))).id());
        }
        clock.moveTo(LocalDate.of(2026, 5, 20));
        String second = signed.get(1).substring("ctr_000000_".length());
        String leftBehind = """
                WITH job AS (
                    INSERT INTO contract_reassignment (area, reassignment_id, basis, first_day, dry_run, status, contracts,
                        moved, reached, requested_by, requested_at, claimed_by, claimed_until)
                    VALUES ('AREA', gen_random_uuid(), '县卫健发〔2026〕12号', '2026-06-01', false, 'running', 0, 0, 'SECOND',
                        'chen', '2026-05-19', gen_random_uuid(), '2026-05-19')
                    RETURNING area, reassignment_id)
                INSERT INTO contract_reassignment_move SELECT area, reassignment_id, 'T030', 'T031' FROM job
                """.replace("AREA", people.area()).replace("SECOND", second);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(leftBehind);
        }
        await().atMost(WAIT)
                .until(() -> ledger.texts(
                                "SELECT status || contracts || moved FROM contract_reassignment WHERE area = '"
                                        + people.area() + "'")
                        .contains("finished44"));
        assertThat(signed.stream().map(id -> people.contract(id).path("lastDay").asString()))
                .containsOnly("2026-05-31");
    }

    /** The worker that has it is told by its next chunk, which is not kept. */
    @Test
    void a_job_is_cancelled_by_its_address_among_the_long_jobs() throws SQLException {
        String uuid = "0192f0c1-0000-7000-8000-00000000000a";
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO contract_reassignment (area, reassignment_id, basis, first_day, dry_run, status, contracts,
                        moved, total, requested_by, requested_at, claimed_by, claimed_until)
                    VALUES ('AREA', 'UUID', '县卫健发〔2026〕13号', '2026-06-01', false, 'running', 2, 2, 5, 'chen', '2026-05-19',
                        gen_random_uuid(), '2028-01-01')
                    """.replace("AREA", people.area()).replace("UUID", uuid));
        }
        String chen = people.county().bureau("chen");
        String id = "rea_" + people.area() + "_" + uuid;
        String path = "/api/v1/jobs/" + id;
        var job = client.get(chen, path).isDone().body();
        assertThat(job.path("status").asString() + " " + job.path("done") + "/" + job.path("total"))
                .isEqualTo("running 2/5");
        for (var time : List.of("once", "again")) {
            assertThat(post(chen, path + "/cancellation", Map.of())
                            .isDone()
                            .body()
                            .path("status")
                            .asString())
                    .as(time)
                    .isEqualTo("cancelled");
        }
        assertThat(client.get(chen, "/api/v1/reassignments/" + id)
                        .isDone()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
        assertThat(ledger.texts(
                        "SELECT cancelled_by FROM contract_reassignment WHERE reassignment_id = '" + uuid + "'"))
                .containsExactly("chen");
    }

    private String ordered(Map<String, ?> order) {
        return post(people.county().bureau("chen"), "/api/v1/pooling-areas/" + people.area() + "/reassignments", order)
                .isDone()
                .id();
    }

    private Map<String, Object> order(String from, String to, String firstDay, boolean dryRun) {
        return new LinkedHashMap<>(Map.of(
                "basis",
                "县卫健发〔2026〕12号",
                "firstDay",
                firstDay,
                "dryRun",
                dryRun,
                "moves",
                List.of(Map.of("fromTeamId", people.team(from), "toTeamId", people.team(to)))));
    }

    private JsonNode reassigned(Map<String, ?> order) {
        String id = ordered(order);
        return await().atMost(WAIT)
                .until(
                        () -> client.get(people.county().bureau("chen"), "/api/v1/reassignments/" + id)
                                .isDone()
                                .body(),
                        job -> job.path("status").asString().equals("finished"));
    }

    /** Nobody signs anew, so nobody may undo anew, and who is suspended or has to confirm is so with the other team. */
    @Test
    void what_is_moved_goes_on_as_it_was() {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T040,第40家庭医生团队,H43990100003,梁平,D439901000040,护士1,50
                T041,第41家庭医生团队,H43990100003,梁平,D439901000041,护士1,50
                """);
        var suspended = people.signed(Map.of("teamId", people.team("T040")));
        clock.moveTo(LocalDate.of(2026, 5, 20));
        client.act(people.institution(), suspended.id(), "suspension", Map.of("firstDay", "2026-05-20", "basis", "断保"))
                .isDone();
        var unconfirmed = people.signed(Map.of(
                "teamId",
                people.team("T040"),
                "signer",
                Map.of("kind", "on_behalf"),
                "firstDay",
                "2026-05-20",
                "lastDay",
                "2027-05-19"));
        assertThat(reassigned(order("T040", "T041", "2026-05-25", false))
                        .path("moved")
                        .asInt())
                .isEqualTo(2);
        clock.moveTo(LocalDate.of(2026, 5, 25));
        JsonNode stillSuspended = moved(suspended);
        assertThat(ContractingCounty.stands(stillSuspended)).isEqualTo("suspended 2026-05-25..2026-12-31");
        assertThat(stillSuspended.path("signedOn").asString()).isEqualTo("2025-12-20");
        client.act(
                        people.institution(),
                        stillSuspended.path("id").asString(),
                        "resumption",
                        Map.of("firstDay", "2026-05-26"))
                .isDone();
        JsonNode stillToConfirm = moved(unconfirmed);
        assertThat(stillToConfirm.path("confirmUntil").asString()).isEqualTo("2026-05-27");
        clock.moveTo(LocalDate.of(2026, 5, 28));
        for (JsonNode contract : List.of(moved(suspended), stillToConfirm)) {
            client.act(people.institution(), contract.path("id").asString(), "withdrawal", Map.of())
                    .isRefused(RefusalCode.WITHDRAWAL_TOO_LATE);
        }
    }

    /** Who has given notice has given it to whoever serves them until then; what began before the policy's limit is not undone. */
    @Test
    void what_is_moved_keeps_its_earlier_end_and_what_began_long_ago_stays() {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T080,第80家庭医生团队,H43990100003,梁平,D439901000080,护士1,50
                T081,第81家庭医生团队,H43990100003,梁平,D439901000081,护士1,50
                """);
        var leaving = people.signed(Map.of("teamId", people.team("T080")));
        clock.moveTo(LocalDate.of(2026, 5, 20));
        client.act(
                        people.institution(),
                        leaving.id(),
                        "termination",
                        Map.of("reason", "own_wish", "lastDay", "2026-06-20"))
                .isDone();
        JsonNode backdated = reassigned(order("T080", "T081", "2026-01-01", false));
        assertThat(backdated.path("moved").asInt()).isZero();
        assertThat(backdated.at("/refusals/0/code").asString()).isEqualTo("backdated_too_far");
        assertThat(reassigned(order("T080", "T081", "2026-06-01", false))
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
        clock.moveTo(LocalDate.of(2026, 6, 21));
        JsonNode moved = moved(leaving);
        assertThat(ContractingCounty.stands(moved)).isEqualTo("ended 2026-06-01..2026-06-20");
        assertThat(moved.path("endReason").asString()).isEqualTo("own_wish");
    }

    @Test
    void who_was_merged_meanwhile_goes_over_too_so_that_the_team_can_be_dissolved() {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T060,第60家庭医生团队,H43990100003,梁平,D439901000060,护士1,50
                T061,第61家庭医生团队,H43990100003,梁平,D439901000061,护士1,50
                """);
        LocalDate birth = LocalDate.of(1970, 2, 3);
        String survivor = people.registered(birth, Map.of());
        String duplicate = people.registered(birth, Map.of());
        var signed = people.signed(Map.of("residentId", duplicate, "teamId", people.team("T060")));
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + duplicate + "/merge",
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isDone();
        clock.moveTo(LocalDate.of(2026, 5, 20));
        assertThat(reassigned(order("T060", "T061", "2026-06-01", false))
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
        assertThat(ContractingCounty.stands(moved(signed))).isEqualTo("upcoming 2026-06-01..2026-12-31");
        assertThat(post(
                                people.institution(),
                                "/api/v1/teams/" + people.team("T060") + "/dissolution",
                                Map.of("lastDay", "2026-05-31"))
                        .status())
                .isEqualTo(204);
    }

    /** The contract that goes on from that one with another team. */
    private JsonNode moved(Answer signed) {
        String resident = signed.body().path("residentId").asString();
        JsonNode contracts = client.get(people.institution(), "/api/v1/residents/" + resident + "/contracts")
                .isDone()
                .body()
                .path("data");
        assertThat(contracts).hasSize(2);
        assertThat(contracts.get(1).path("origin").asString()).isEqualTo("reassigned");
        return contracts.get(1);
    }

    /** A dry run is one long transaction, here behind somebody who signs with the team; another worker waits for its end. */
    @Test
    void a_dry_run_stays_with_its_worker_for_longer_than_a_lease() throws Exception {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T050,第50家庭医生团队,H43990100003,梁平,D439901000050,护士1,50
                T051,第51家庭医生团队,H43990100003,梁平,D439901000051,护士1,50
                """);
        people.signed(Map.of("teamId", people.team("T050")));
        String id = ordered(order("T050", "T051", "2026-05-25", true));
        String left = "SELECT floor(extract(epoch FROM claimed_until - '%s'))::text FROM contract_reassignment WHERE"
                + " status = 'running' AND reassignment_id = '" + id.substring("rea_000000_".length()) + "'";
        String beyondLease = left.formatted(clock.instant().plusSeconds(20));
        try (var signer = database.open();
                var statement = signer.createStatement()) {
            signer.setAutoCommit(false);
            statement.execute("SELECT 1 FROM organisation_team WHERE area = '" + people.area()
                    + "' AND number = 'T051' FOR UPDATE");
            await().atMost(WAIT).until(() -> ledger.texts(beyondLease).equals(List.of("0")));
            clock.pass(Duration.ofSeconds(19));
            await().atMost(WAIT).until(() -> ledger.texts(beyondLease).equals(List.of("19")));
            signer.rollback();
        }
        await().atMost(WAIT)
                .until(() -> client.get(people.county().bureau("chen"), "/api/v1/reassignments/" + id)
                        .isDone()
                        .body()
                        .path("status")
                        .asString()
                        .equals("finished"));
    }

    /** Six contracts go to a team with room for four: two are left, in the order of signing, and told. */
    @Test
    void a_merger_of_institutions_moves_contracts_as_one_job_with_a_dry_run() throws SQLException {
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T020,第20家庭医生团队,H43990100003,梁平,D439901000020,护士1,50
                T021,第21家庭医生团队,H43990100004,梁平,D439901000021,护士1,4
                """);
        List<String> signed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            signed.add(people.signed(Map.of("teamId", people.team("T020"))).id());
        }
        signed.add(
                people.signed(Map.of("teamId", people.team("T020"), "firstDay", "2026-08-01", "lastDay", "2027-07-31"))
                        .id());
        clock.moveTo(LocalDate.of(2026, 5, 20));
        var order = order("T020", "T021", "2026-06-01", true);
        String kept = "SELECT count(*) FROM contract_version UNION ALL SELECT count(*) FROM contract_event"
                + " UNION ALL SELECT count(*) FROM fee_line UNION ALL SELECT count(*) FROM outbox_event";
        var before = ledger.texts(kept);
        var rehearsed = reassigned(order);
        assertThat(Stream.of("contracts", "moved", "refused")
                        .map(name -> rehearsed.path(name).asInt()))
                .containsExactly(6, 4, 2);
        assertThat(ledger.texts(kept)).isEqualTo(before);
        order.put("dryRun", false);
        var done = reassigned(order);
        assertThat(done.path("moved").asInt()).isEqualTo(4);
        var jobs = client.get(people.county().bureau("chen"), "/api/v1/pooling-areas/" + people.area() + "/jobs")
                .isDone()
                .body()
                .path("data");
        assertThat(jobs.valueStream()
                        .filter(job -> job.path("kind").asString().equals("reassignment"))
                        .map(job -> job.path("stage").asString() + " " + job.path("done") + "/" + job.path("total")))
                .contains("moving 6/6", "rehearsing 6/6");
        assertThat(done.path("refusals")
                        .valueStream()
                        .map(left -> left.path("code").asString()))
                .containsExactly("over_capacity", "over_capacity");
        assertThat(people.contract(signed.get(0)).path("endReason").asString()).isEqualTo("reassignment");
        assertThat(people.contract(signed.get(0)).path("lastDay").asString()).isEqualTo("2026-05-31");
        assertThat(client.get(people.elsewhere(), "/api/v1/teams/" + people.team("T021") + "/residents?limit=10")
                        .isDone()
                        .body()
                        .path("data"))
                .isEmpty();
        clock.moveTo(LocalDate.of(2026, 6, 1));
        assertThat(client.get(people.elsewhere(), "/api/v1/teams/" + people.team("T021") + "/residents?limit=10")
                        .isDone()
                        .body()
                        .path("data"))
                .hasSize(4);
        order.put("moves", List.of(Map.of("fromTeamId", people.team("T020"), "toTeamId", people.team("T020"))));
        post(people.county().bureau("chen"), "/api/v1/pooling-areas/" + people.area() + "/reassignments", order)
                .isRefused(RefusalCode.SAME_TEAM);
    }
}
