package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.resident.EconomicCategory;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What contracts are charged when they are signed, line by line and in the ledger: DOMAIN §4. */
@JiayiTest
class FeeLinesPersistenceTests {

    private static final String CONTRACT_FEE = TestCounty.demoPolicy("contract-fee");
    private static final FeePolicy POLICY = FeePolicies.accepted(CONTRACT_FEE);
    private static final List<String> TEAMS = List.of("T001", "T002", "T003");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    FeeLinesPersistenceTests(WebTestClient http, TestIssuer issuer, TestDatabase database) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
    }

    /** One of the residents, who signs for that package. */
    private record Signing(String number, String team, ServicePackage servicePackage, EconomicCategory category) {

        String resident() {
            return TestCounty.resident("居民", number, "390", "", category.label());
        }

        String contract() {
            return String.join(
                    ",", number, team, servicePackage.label(), "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
        }
    }

    @Test
    void each_contract_is_split_by_its_package_and_the_residents_category() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(CONTRACT_FEE, "2025-01-01", "");
        var signings = everyPackageAndCategory();
        sign(county, signings);
        for (var signing : signings) {
            var split = POLICY.split(signing.servicePackage(), Set.of(signing.category()));
            assertThat(shares(county, signing))
                    .as("%s, %s", signing.servicePackage(), signing.category())
                    .containsExactlyElementsOf(split.shares().stream()
                            .map(share ->
                                    share.payer().code() + " " + share.amount().fen())
                            .toList());
        }
    }

    /** Worked case 1 as a county lives it, and a package with a let-off: who is charged, who is credited. */
    @Test
    void the_lines_tie_to_the_ledger_by_entry_payer_and_institution() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(CONTRACT_FEE, "2025-01-01", "");
        var signings = everyPackageAndCategory();
        sign(county, signings);
        Map<String, Long> expected = new TreeMap<>();
        for (var signing : signings) {
            var institution = institutionOf(signing.team());
            for (var share : POLICY.split(signing.servicePackage(), Set.of(signing.category()))
                    .shares()) {
                if (!share.amount().isZero()) {
                    expected.merge(
                            move(share.payer(), institution), share.amount().fen(), Long::sum);
                }
            }
        }
        var area = county.area();
        assertThat(sums("""
                        SELECT debit_account || ' -> ' || credit_account, sum(amount_fen) FROM ledger_transfer
                        WHERE area = ? GROUP BY 1
                        """, area)).isEqualTo(expected);
        var lines = sums("""
                SELECT entry_id || ' ' || payer || ' ' || institution_code, sum(amount_fen) FROM fee_line
                WHERE area = ? GROUP BY 1
                """, area);
        var transfers = sums("""
                SELECT entry_id || ' ' || split_part(business_key, ':', 3) || ' ' || split_part(business_key, ':', 4),
                    sum(amount_fen)
                FROM ledger_transfer WHERE area = ? GROUP BY 1
                """, area);
        lines.values().removeIf(fen -> fen == 0);
        assertThat(transfers).isEqualTo(lines).isNotEmpty();
    }

    @Test
    void a_payer_with_nothing_to_pay_has_a_line_and_no_transfer() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(CONTRACT_FEE, "2025-01-01", "");
        sign(county, List.of(new Signing(number(1), "T001", ServicePackage.BASIC, EconomicCategory.EXTREME_POVERTY)));
        assertThat(sums("SELECT payer, amount_fen FROM fee_line WHERE area = ?", county.area()))
                .isEqualTo(Map.of(
                        "public_health", 3000L, "pooled_fund", 7000L, "resident", 0L, "medical_assistance", 2000L));
        assertThat(sums("SELECT debit_account, amount_fen FROM ledger_transfer WHERE area = ?", county.area()))
                .isEqualTo(Map.of(
                        "fund:public_health", 3000L, "fund:pooled_fund", 7000L, "fund:medical_assistance", 2000L));
    }

    /** The order decides who bears an odd fen of a refund, so it is the package's own, not that of another package. */
    @Test
    void the_shares_come_in_the_order_of_the_package() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish("""
                {"kind": "contract_fee", "name": "两种顺序", "staffShare": "0.7", "refund": "by_day", "packages": [
                  {"servicePackage": "basic", "listPriceFen": 900, "shares": [
                    {"payer": "public_health", "ratio": "0.5"}, {"payer": "resident", "ratio": "0.5"}]},
                  {"servicePackage": "chronic", "listPriceFen": 901, "shares": [
                    {"payer": "resident", "ratio": "0.5"}, {"payer": "public_health", "ratio": "0.5"}]}]}
                """, "2025-01-01", "");
        var basic = new Signing(number(1), "T001", ServicePackage.BASIC, EconomicCategory.ORDINARY);
        var chronic = new Signing(number(2), "T001", ServicePackage.CHRONIC, EconomicCategory.ORDINARY);
        sign(county, List.of(basic, chronic));
        assertThat(shares(county, basic)).containsExactly("public_health 450", "resident 450");
        assertThat(shares(county, chronic)).containsExactly("resident 451", "public_health 450");
    }

    @Test
    void a_file_brought_twice_charges_once() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(CONTRACT_FEE, "2025-01-01", "");
        var signings = List.of(new Signing(number(1), "T001", ServicePackage.BASIC, EconomicCategory.ORDINARY));
        sign(county, signings);
        var lines = rows(county, "fee_line");
        var again = county.importFile("contracts", contracts(signings) + "\n");
        assertThat(again.get("unchanged").asLong()).isEqualTo(1);
        assertThat(rows(county, "fee_line")).isEqualTo(lines);
        assertThat(rows(county, "ledger_transfer")).isEqualTo(3);
    }

    @Test
    void a_package_that_no_policy_prices_is_refused_and_nothing_is_written() throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(FeePolicies.FIXED, "2025-01-01", "");
        var signing = new Signing(number(1), "T001", ServicePackage.MATERNAL, EconomicCategory.ORDINARY);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + signing.resident());
        var job = county.importFile("contracts", contracts(List.of(signing)));
        assertThat(job.get("refused").toString()).isEqualTo("{\"no_fee_policy\":1}");
        assertThat(TestCounty.told(http.post()
                        .uri("/api/v1/contracts")
                        .headers(headers -> headers.setBearerAuth(issuer.team(county.area(), "T001")))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of(
                                "residentId", residentId(county),
                                "teamId", "tem_" + county.area() + "_T001",
                                "servicePackage", "maternal",
                                "firstDay", "2026-02-01",
                                "lastDay", "2027-01-31"))
                        .exchange()))
                .isEqualTo("422 no_fee_policy");
        for (var table : List.of("contract_version", "fee_line", "ledger_transfer", "command_key")) {
            assertThat(rows(county, table)).as(table).isZero();
        }
    }

    private static List<Signing> everyPackageAndCategory() {
        List<Signing> signings = new ArrayList<>();
        for (var servicePackage : ServicePackage.values()) {
            for (var category : EconomicCategory.values()) {
                var order = signings.size() + 1;
                signings.add(new Signing(number(order), TEAMS.get(order % 3), servicePackage, category));
            }
        }
        return signings;
    }

    private static String number(int order) {
        return TestCounty.identityNumber(LocalDate.of(1960, 3, 1), order);
    }

    private static void sign(TestCounty county, List<Signing> signings) {
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + signings.stream().map(Signing::resident).collect(Collectors.joining("\n")));
        county.take("contracts", contracts(signings));
    }

    private static String contracts(List<Signing> signings) {
        return TestCounty.CONTRACT_COLUMNS
                + signings.stream().map(Signing::contract).collect(Collectors.joining("\n"));
    }

    private static String institutionOf(String team) {
        return team.equals("T003") ? TestCounty.SECOND_INSTITUTION : TestCounty.FIRST_INSTITUTION;
    }

    /** From whom to whom a share goes, as a reader of DOMAIN §4 would book it. */
    private static String move(Payer payer, String institution) {
        return switch (payer.code()) {
            case "institution_let_off" -> "let_off:" + institution + " -> clearing:let_off";
            case "resident" -> "receivable:resident -> payable:" + institution;
            default -> "fund:" + payer.code() + " -> payable:" + institution;
        };
    }

    /** Who pays how much of the contract, as the API shows it. */
    private List<String> shares(TestCounty county, Signing signing) throws SQLException {
        var contract = county.get("/api/v1/contracts/" + contractOf(county, signing), county.bureau("chen"));
        List<String> shares = new ArrayList<>();
        var sum = 0L;
        for (var share : contract.get("feeShares")) {
            shares.add(
                    share.get("payer").asString() + " " + share.get("amountFen").asLong());
            sum += share.get("amountFen").asLong();
        }
        assertThat(contract.get("feeFen").asLong()).isEqualTo(sum);
        return shares;
    }

    /** The contract for that package of the resident of that category, of whom there is one. */
    private String contractOf(TestCounty county, Signing signing) throws SQLException {
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        SELECT c.contract_id FROM contract_version c
                        JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                        WHERE c.area = ? AND c.service_package = lower(?) AND s.economic_category = lower(?)
                        """)) {
            statement.setString(1, county.area());
            statement.setString(2, signing.servicePackage().name());
            statement.setString(3, signing.category().name());
            var row = statement.executeQuery();
            assertThat(row.next()).isTrue();
            return PublicId.of(PublicId.Kind.CONTRACT, county.area(), row.getObject(1, UUID.class))
                    .toString();
        }
    }

    private String residentId(TestCounty county) throws SQLException {
        try (var connection = database.open();
                var statement =
                        connection.prepareStatement("SELECT resident_id FROM resident_resident WHERE area = ?")) {
            statement.setString(1, county.area());
            var row = statement.executeQuery();
            assertThat(row.next()).isTrue();
            return PublicId.of(PublicId.Kind.RESIDENT, county.area(), row.getObject(1, UUID.class))
                    .toString();
        }
    }

    private long rows(TestCounty county, String table) throws SQLException {
        return sums("SELECT '', count(*) FROM " + table + " WHERE area = ?", county.area())
                .getOrDefault("", -1L);
    }

    private Map<String, Long> sums(String sql, String area) throws SQLException {
        Map<String, Long> sums = new HashMap<>();
        try (var connection = database.open();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, area);
            var row = statement.executeQuery();
            while (row.next()) {
                sums.put(row.getString(1), row.getLong(2));
            }
        }
        return sums;
    }
}
