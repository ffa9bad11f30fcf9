package org.jiayi.app.capitation;

import java.util.UUID;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The digests of the tables (定额表) that were signed with the publication of their policies. */
@Component
class SignedTables {

    private final DatabaseClient database;

    SignedTables(DatabaseClient database) {
        this.database = database;
    }

    /** What was signed of a policy; empty of a draft, and of what was published before tables were stored whole. */
    Mono<String> find(String area, UUID policyId) {
        return database.sql("SELECT digest_sm3 FROM capitation_table WHERE area = $1 AND policy_id = $2")
                .bind(0, area)
                .bind(1, policyId)
                .mapValue(String.class)
                .one();
    }

    /** The policy, by which money may be priced; refused where its document compiles to another table than the one that was signed. */
    Mono<CapitationPolicy> require(String area, UUID policyId, CapitationPolicy policy) {
        return find(area, policyId)
                .map(signedSm3 -> Refused.orThrow(TariffTable.of(policy).requireSigned(signedSm3)))
                .thenReturn(policy);
    }
}
