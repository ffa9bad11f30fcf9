package org.jiayi.app.fee;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The contract-fee policy: its document, and the table of splits it compiles to. */
@Component
class FeePolicyKind implements PolicyKind {

    private final DatabaseClient database;
    private final ObjectMapper json;

    FeePolicyKind(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public String code() {
        return FeePolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return read(document).then(policy -> Decision.accept(new Heading(policy.name(), "")));
    }

    /** A policy that was checked when it was drafted. */
    FeePolicy read(Policy policy) {
        return Refused.orThrow(read(policy.document()));
    }

    private Decision<FeePolicy> read(String document) {
        try {
            return FeePolicy.of(json.readValue(document, FeePolicyDocument.class));
        } catch (JacksonException unreadable) {
            return Decision.refuse(RefusalCode.POLICY_INVALID);
        }
    }

    /** One row of the table. */
    private record Row(String servicePackage, String category, int ordinal, String payer, long amountFen) {}

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        List<Row> rows = rows(Refused.orThrow(read(document)));
        return database.sql("""
                        INSERT INTO fee_split (area, policy_id, service_package, economic_category, ordinal, payer,
                            amount_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[]) AS row
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, rows.stream().map(Row::servicePackage).toArray(String[]::new))
                .bind(3, rows.stream().map(Row::category).toArray(String[]::new))
                .bind(4, rows.stream().map(Row::ordinal).toArray(Integer[]::new))
                .bind(5, rows.stream().map(Row::payer).toArray(String[]::new))
                .bind(6, rows.stream().map(Row::amountFen).toArray(Long[]::new))
                .then();
    }

    private static List<Row> rows(FeePolicy policy) {
        List<Row> rows = new ArrayList<>();
        for (FeeSplitRow split : policy.splits()) {
            String servicePackage = split.servicePackage().code();
            String category = split.category().name().toLowerCase(Locale.ROOT);
            for (FeeShare share : split.split().shares()) {
                rows.add(new Row(
                        servicePackage,
                        category,
                        rows.size(),
                        share.payer().code(),
                        share.amount().fen()));
            }
        }
        return rows;
    }
}
