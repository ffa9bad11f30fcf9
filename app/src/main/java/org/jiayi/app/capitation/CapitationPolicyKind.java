package org.jiayi.app.capitation;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.PolicyKind;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The capitation policy: its document, and the tariff it compiles to. */
@Component
class CapitationPolicyKind implements PolicyKind {

    private final DatabaseClient database;
    private final ObjectMapper json;

    CapitationPolicyKind(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public String code() {
        return CapitationPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return read(document)
                .then(policy -> Decision.accept(
                        new Heading(policy.name(), policy.scheme().code())));
    }

    Decision<CapitationPolicy> read(String document) {
        try {
            return CapitationPolicy.of(json.readValue(document, CapitationPolicyDocument.class));
        } catch (JacksonException unreadable) {
            return Decision.refuse(RefusalCode.POLICY_INVALID);
        }
    }

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        List<TariffRow> rows = Refused.orThrow(read(document)).tariff().rows();
        return database.sql("""
                        INSERT INTO capitation_tariff_row (area, policy_id, number, label, annual_fen_numerator,
                            annual_fen_denominator)
                        SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::numeric[], $6::numeric[]) AS row
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, rows.stream().map(TariffRow::number).toArray(Integer[]::new))
                .bind(3, rows.stream().map(TariffRow::label).toArray(String[]::new))
                .bind(
                        4,
                        rows.stream()
                                .map(row -> new BigDecimal(row.annualQuotaFen().numerator()))
                                .toArray(BigDecimal[]::new))
                .bind(
                        5,
                        rows.stream()
                                .map(row -> new BigDecimal(row.annualQuotaFen().denominator()))
                                .toArray(BigDecimal[]::new))
                .then();
    }
}
