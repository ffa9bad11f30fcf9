package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A county whose contracts' money is looked at: signed from files, changed and read over HTTP. */
final class FeeCounty {

    private static final Duration JOB_WAIT = Duration.ofSeconds(30);
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1975, 1, 1);
    private static final int PEOPLE_A_DAY = 900;

    private final TestCounty county;
    private final TestIssuer issuer;
    private final RegistryClient client;
    private List<String> contracts = List.of();
    private int people;
    private String lastNumber = "";

    private FeeCounty(TestCounty county, TestIssuer issuer, RegistryClient client) {
        this.county = county;
        this.issuer = issuer;
        this.client = client;
    }

    /** A county with three teams, the last of another institution, and that fee policy from 2025 on. */
    static FeeCounty open(WebTestClient http, TestIssuer issuer, String policy) {
        FeeCounty county = new FeeCounty(TestCounty.open(http, issuer).withTeams(), issuer, new RegistryClient(http));
        county.county.publish(policy, "2025-01-01", "");
        return county;
    }

    /**
     * The same, where three people signed with the first team and one with the third in December 2025, which the clock is set to:
     * 12 000 fen each, 7 000 of them of the pooled fund.
     */
    static FeeCounty ofDecember(WebTestClient http, TestIssuer issuer, MovableClock clock, String policy) {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        FeeCounty county = open(http, issuer, policy);
        county.contracts = county.sign(3, "T001", "基础包", "一般");
        county.sign(1, "T003", "基础包", "一般");
        return county;
    }

    /** Has another fee policy take the place of the only one from that day on. */
    void supersede(String policy, String from) {
        String before = get("/api/v1/pooling-areas/" + area() + "/policies")
                .at("/data/0/id")
                .asString();
        String next = Objects.requireNonNull(county.draft("chen", policy, from, "")
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
        assertThat(TestCounty.told(county.validation("chen", next, before))).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("zhou", next))).isEqualTo("200");
    }

    /** The contracts with the first team of {@link #ofDecember}. */
    List<String> contracts() {
        return contracts;
    }

    /** Prepares the pooled fund's claim of a closed month and has a second person hand it in; its id. */
    String claimed(String month) {
        return claimed("pooled_fund", month);
    }

    /** The same for another fund. */
    String claimed(String payer, String month) {
        String claim = post(
                        bureau(),
                        "/api/v1/pooling-areas/" + area() + "/fund-claims",
                        Map.of("payer", payer, "month", month))
                .isOk()
                .id();
        post(secondOfficer(), "/api/v1/fund-claims/" + claim + "/submission", Map.of())
                .isOk();
        return claim;
    }

    TestCounty county() {
        return county;
    }

    String area() {
        return county.area();
    }

    String bureau() {
        return county.bureau("chen");
    }

    String secondOfficer() {
        return county.bureau("zhou");
    }

    String institution() {
        return issuer.institution(area(), TestCounty.FIRST_INSTITUTION);
    }

    String team(String number) {
        return "tem_" + area() + "_" + number;
    }

    RegistryClient client() {
        return client;
    }

    /** Lets that many people of a category, aged about fifty, sign with a team for 2026, on the 20th of December before. */
    List<String> sign(int count, String team, String servicePackage, String category) {
        return sign(
                IntStream.range(0, count)
                        .mapToObj(one -> nextNumber(FIRST_BIRTH))
                        .toList(),
                team,
                servicePackage,
                category);
    }

    /** Lets somebody born on that day sign. */
    String sign(LocalDate birth, String team, String servicePackage) {
        return sign(List.of(nextNumber(birth)), team, servicePackage, "一般").get(0);
    }

    private String nextNumber(LocalDate birth) {
        people++;
        lastNumber = TestCounty.identityNumber(birth.plusDays(people / PEOPLE_A_DAY), people % PEOPLE_A_DAY + 1);
        return lastNumber;
    }

    /** The number of whoever signed last. */
    String lastNumber() {
        return lastNumber;
    }

    /** Lets somebody sign with the first team for the basic package from the first day of 2026 until that last day. */
    String signUntil(String lastDay, String category) {
        return sign(List.of(nextNumber(FIRST_BIRTH)), "T001", "基础包", category, lastDay)
                .get(0);
    }

    private List<String> sign(List<String> numbers, String team, String servicePackage, String category) {
        return sign(numbers, team, servicePackage, category, "2026-12-31");
    }

    private List<String> sign(
            List<String> numbers, String team, String servicePackage, String category, String lastDay) {
        StringBuilder residents = new StringBuilder(TestCounty.RESIDENT_COLUMNS);
        StringBuilder contracts = new StringBuilder(TestCounty.CONTRACT_COLUMNS);
        for (String number : numbers) {
            residents
                    .append(TestCounty.resident("居民", number, "390", "", category))
                    .append('\n');
            contracts
                    .append(String.join(",", number, team, servicePackage, "2025-12-20", "2026-01-01", lastDay, "纸质"))
                    .append('\n');
        }
        county.take("residents", residents.toString());
        county.take("contracts", contracts.toString());
        return numbers.size() > 5
                ? List.of()
                : numbers.stream().map(this::contractOf).toList();
    }

    /** The contract of the resident with that number, found as a team finds it. */
    private String contractOf(String number) {
        String resident = client.post(
                        issuer.administrator(),
                        "/api/v1/pooling-areas/" + area() + "/resident-lookups",
                        Map.of("number", number, "purpose", "signing"))
                .isOk()
                .body()
                .path("residentId")
                .asString();
        return client.get(bureau(), "/api/v1/residents/" + resident + "/contracts")
                .isOk()
                .body()
                .at("/data/0/id")
                .asString();
    }

    JsonNode get(String path) {
        return client.get(bureau(), path).isOk().body();
    }

    /** The fee of a contract as its page shows it. */
    JsonNode fee(String contract) {
        return get("/api/v1/contracts/" + contract + "/fee");
    }

    /** Who bears what of a contract. */
    List<String> bears(String contract) {
        return fee(contract)
                .path("payers")
                .valueStream()
                .map(payer -> payer.path("payer").asString() + " "
                        + payer.path("amountFen").asLong())
                .toList();
    }

    /** Ends a contract, or lets its resident go on elsewhere. */
    Answer act(String contract, String act, Map<String, Object> body) {
        String etag = client.get(institution(), "/api/v1/contracts/" + contract).etag();
        return command("/api/v1/contracts/" + contract + "/" + act, etag, body);
    }

    /** Lets the resident of a contract go on with another team from that day; the contract that goes on. */
    String moved(String contract, String team, String firstDay) {
        return byHolder(contract, "transfer", Map.of("teamId", team(team), "firstDay", firstDay))
                .id();
    }

    /** Lets the resident of a contract go on in another package from that day; the contract that goes on. */
    String amended(String contract, String servicePackage, String firstDay) {
        return byHolder(contract, "amendment", Map.of("servicePackage", servicePackage, "firstDay", firstDay))
                .id();
    }

    /** Has the institution that holds a contract do something to it, which moves what it was told before. */
    Answer byHolder(String contract, String act, Map<String, Object> body) {
        String path = "/api/v1/contracts/" + contract;
        String holder = get(path).at("/institution/id").asString();
        String token = issuer.institution(area(), holder.substring("ins_000000_".length()));
        JsonNode quote = client.post(token, path + "/change-quote", Map.of("act", VERBS.get(act), "body", body))
                .isOk()
                .body();
        var before = client.get(token, path);
        Answer done = client.postIfMatch(
                        token, path + "/" + act, UUID.randomUUID().toString(), before.etag(), body)
                .isOk();
        assertThat(total(ids(quote.path("contractIds")))).isEqualTo(quoted(quote, "thenFen"));
        assertThat(total(done.id().equals(contract) ? List.of() : List.of(done.id())))
                .isEqualTo(quoted(quote, "followingFen"));
        return done;
    }

    /** What the outbox and the quote call what an address names by a noun. */
    private static final Map<String, String> VERBS = Map.of(
            "renewal",
            "renew",
            "transfer",
            "transfer",
            "amendment",
            "amend",
            "termination",
            "terminate",
            "withdrawal",
            "withdraw");

    private static List<String> ids(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    /** What each payer bears of those contracts together, of whatever is not nothing. */
    private Map<String, Long> total(List<String> contracts) {
        Map<String, Long> total = new TreeMap<>();
        contracts.forEach(contract -> fee(contract)
                .path("payers")
                .valueStream()
                .forEach(payer -> total.merge(
                        payer.path("payer").asString(), payer.path("amountFen").asLong(), Long::sum)));
        total.values().removeIf(fen -> fen == 0);
        return total;
    }

    private static Map<String, Long> quoted(JsonNode quote, String when) {
        Map<String, Long> quoted = new TreeMap<>();
        quote.path("payers")
                .valueStream()
                .forEach(payer -> quoted.put(
                        payer.path("payer").asString(), payer.path(when).asLong()));
        quoted.values().removeIf(fen -> fen == 0);
        return quoted;
    }

    /** A file tells today that whoever signed last died on that day. */
    void fileTellsOfDeath(String diedOn, LocalDate today) {
        county.take("events", TestCounty.EVENT_COLUMNS + lastNumber + ",死亡," + diedOn + "," + today + ",\n");
    }

    /** A service is delivered under a contract with the first team; it takes twenty minutes from nine o'clock. */
    void served(String contract, String day) {
        county.publish(TestCounty.demoPolicy("service-packages"), "2025-01-01", "");
        post(
                        issuer.team(area(), "T001"),
                        "/api/v1/contracts/" + contract + "/service-records",
                        Map.of(
                                "itemCode", "health_assessment",
                                "mode", "clinic",
                                "place", "卫生服务中心",
                                "startedAt", day + "T09:00:00+08:00",
                                "endedAt", day + "T09:20:00+08:00",
                                "practitionerCode", "D439901000001"))
                .isOk();
    }

    /** Records of which economic category the resident of a contract is from that day on. */
    void category(String contract, String firstDay, String category) {
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + resident(contract) + "/circumstances",
                        Map.of("firstDay", firstDay, "economicCategory", category))
                .isOk();
    }

    /** The resident of a contract. */
    String resident(String contract) {
        return get("/api/v1/contracts/" + contract).path("residentId").asString();
    }

    private Answer command(String path, String etag, Map<String, Object> body) {
        return client.postIfMatch(institution(), path, UUID.randomUUID().toString(), etag, body);
    }

    Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, path, body);
    }

    /** Brings the fees of teams to the tiers of their scores, and waits until that is done. */
    JsonNode assess(Map<String, String> scores) {
        String job = order(scores);
        return await().atMost(JOB_WAIT)
                .until(
                        () -> get("/api/v1/fee-assessments/" + job),
                        seen -> seen.path("status").asString().equals("finished"));
    }

    /** Orders that, and answers with the job's id. */
    String order(Map<String, String> scores) {
        String policy = get("/api/v1/pooling-areas/" + area() + "/policies")
                .at("/data/0/id")
                .asString();
        List<Map<String, String>> given = new ArrayList<>();
        scores.forEach((team, score) -> given.add(Map.of("teamId", team(team), "score", score)));
        Answer job = post(
                bureau(),
                "/api/v1/pooling-areas/" + area() + "/fee-assessments",
                Map.of("policyId", policy, "scores", given));
        assertThat(job.status()).as(job.text()).isEqualTo(202);
        return job.id();
    }

    /** Closes a month of the books. */
    void close(String month) {
        post(bureau(), "/api/v1/pooling-areas/" + area() + "/ledger-closings", Map.of("month", month))
                .isOk();
    }

    /** The balance of each account that has one: debits less credits. */
    Map<String, Long> balances() {
        return balances("");
    }

    Map<String, Long> balances(String question) {
        JsonNode trial = get("/api/v1/pooling-areas/" + area() + "/trial-balance" + question);
        assertThat(trial.path("debitFen").asLong())
                .isEqualTo(trial.path("creditFen").asLong());
        Map<String, Long> balances = new TreeMap<>();
        trial.path("accounts").forEach(account -> {
            long balance = account.path("debitFen").asLong()
                    - account.path("creditFen").asLong();
            if (balance != 0) {
                balances.put(account.path("account").asString(), balance);
            }
        });
        return balances;
    }

    /** The lines of contracts and the transfers of the ledger say the same. */
    void ties() {
        for (String kind : List.of("fee", "money")) {
            JsonNode tieOut = get("/api/v1/pooling-areas/" + area() + "/" + kind + "-tie-out");
            assertThat(tieOut.path("ties").asBoolean()).as(tieOut.toString()).isTrue();
        }
    }

    /** A map that keeps its order. */
    static Map<String, Long> ordered(Object... pairs) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            all.put((String) pairs[index], ((Number) pairs[index + 1]).longValue());
        }
        return new TreeMap<>(all);
    }
}
