package org.jiayi.app.fee;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.fulfilment.ServiceCatalogues;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** The contract-fee policy: its document, and the table of splits it compiles to. */
@Component
class FeePolicyKind implements PolicyKind {

    private final DatabaseClient database;
    private final ServiceCatalogues catalogues;
    private final ObjectMapper json;
    private final PolicyReader<FeePolicy> reader;

    FeePolicyKind(DatabaseClient database, ServiceCatalogues catalogues, ObjectMapper json) {
        this.database = database;
        this.catalogues = catalogues;
        this.json = json;
        this.reader = reader(json);
    }

    static PolicyReader<FeePolicy> reader(ObjectMapper json) {
        return PolicyReader.of(json, FeePolicyDocument.class, FeePolicy::of);
    }

    @Override
    public String code() {
        return FeePolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document).then(policy -> Decision.accept(new Heading(policy.name(), "")));
    }

    /** A policy that was checked when it was drafted. */
    FeePolicy read(Policy policy) {
        return reader.read(policy);
    }

    /** The document of a policy that was checked when it was drafted. */
    FeePolicyDocument document(Policy policy) {
        return json.readValue(policy.document(), FeePolicyDocument.class);
    }

    /** Nobody is paid twice: an item that basic public health pays for is not covered by the fee, too (DOMAIN §4). */
    @Override
    public Mono<Void> validate(Policy policy) {
        FeePolicy fees = read(policy);
        if (fees.fees().stream().allMatch(fee -> fee.items().isEmpty())) {
            return Mono.empty();
        }
        return catalogues
                .during(policy)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_SERVICE_POLICY)))
                .map(catalogue -> Refused.orThrow(CoveredItems.check(fees, catalogue)))
                .then();
    }

    /** One row of the table of splits. */
    private record Row(int price, int tier, String category, int ordinal, String payer, long amountFen) {}

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        FeePolicy policy = Refused.orThrow(reader.read(document));
        return storePrices(area, policyId, policy).then(storeSplits(area, policyId, rows(policy)));
    }

    private Mono<Void> storePrices(String area, UUID policyId, FeePolicy policy) {
        List<PackageFee> fees = policy.fees();
        return database.sql("""
                        INSERT INTO fee_price (area, policy_id, price, service_package, group_mask, yearly)
                        SELECT $1, $2, ordinality - 1, service_package, group_mask, $5
                        FROM unnest($3::text[], $4::int[]) WITH ORDINALITY AS row (service_package, group_mask, ordinality)
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(
                        2,
                        Columns.array(
                                fees, String[]::new, fee -> fee.servicePackage().code()))
                .bind(3, Columns.array(fees, Integer[]::new, PackageFee::groupMask))
                .bind(4, policy.chargeRule() == ChargeRule.YEARLY)
                .then();
    }

    private Mono<Void> storeSplits(String area, UUID policyId, List<Row> rows) {
        return database.sql("""
                        INSERT INTO fee_split (area, policy_id, price, tier, economic_category, ordinal, payer, amount_fen)
                        SELECT $1, $2, row.* FROM unnest($3::int[], $4::int[], $5::text[], $6::int[], $7::text[], $8::bigint[])
                            AS row
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, Columns.array(rows, Integer[]::new, Row::price))
                .bind(3, Columns.array(rows, Integer[]::new, Row::tier))
                .bind(4, Columns.array(rows, String[]::new, Row::category))
                .bind(5, Columns.array(rows, Integer[]::new, Row::ordinal))
                .bind(6, Columns.array(rows, String[]::new, Row::payer))
                .bind(7, Columns.array(rows, Long[]::new, Row::amountFen))
                .then();
    }

    private static List<Row> rows(FeePolicy policy) {
        List<Row> rows = new ArrayList<>();
        for (FeeSplitRow split : policy.splits()) {
            for (FeeShare share : split.split().shares()) {
                rows.add(new Row(
                        split.price(),
                        split.tier(),
                        split.category().code(),
                        rows.size(),
                        share.payer().code(),
                        share.amount().fen()));
            }
        }
        return rows;
    }
}
