package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tries a fee policy on one resident, or on all who are under contract on a day. Writes nothing. */
@Component
public class FeeTrials {

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final FeePrices prices;

    FeeTrials(DatabaseClient database, Policies policies, FeePolicyKind documents, FeePrices prices) {
        this.database = database;
        this.policies = policies;
        this.documents = documents;
        this.prices = prices;
    }

    /** What all contracts of the day would cost if they were signed anew. */
    public Mono<FeeTrial> onRoster(String area, UUID policyId, LocalDate on) {
        return compare(area, policyId, on, cells(area, on));
    }

    /** What a package would cost that resident on that day; refused where nothing is known of them then. */
    public Mono<FeeTrial> onResident(String area, UUID policyId, LocalDate on, UUID residentId, ServicePackage wanted) {
        Mono<List<FeeTrial.Cell>> cell = prices.person(area, residentId, on)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.UNKNOWN_RESIDENT)))
                .map(person -> List.of(new FeeTrial.Cell(
                        "", wanted, EconomicCategory.ofCode(person.economicCategory()), person.groups(), 1)));
        return compare(area, policyId, on, cell);
    }

    private Mono<FeeTrial> compare(String area, UUID policyId, LocalDate on, Mono<List<FeeTrial.Cell>> cells) {
        Mono<FeeTrial.Priced> tried = policies.get(area, policyId)
                .filter(policy -> policy.kind().equals(FeePolicy.KIND))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(policy -> new FeeTrial.Priced(policy.policyId(), documents.read(policy)));
        Mono<Optional<FeeTrial.Priced>> inForce = policies.findInForce(area, FeePolicy.KIND, "", on)
                .map(policy -> Optional.of(new FeeTrial.Priced(policy.policyId(), documents.read(policy))))
                .defaultIfEmpty(Optional.empty());
        return Mono.zip(tried, inForce, cells)
                .map(facts -> FeeTrial.of(facts.getT1(), facts.getT2(), on, facts.getT3()));
    }

    private Mono<List<FeeTrial.Cell>> cells(String area, LocalDate on) {
        return database.sql("""
                        SELECT v.institution_code, v.service_package, c.economic_category, %s AS groups, count(*) AS contracts
                        FROM contract_version v
                        JOIN resident_resident r ON r.area = $1 AND r.resident_id = v.resident_id
                        JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = v.resident_id
                            AND (c.effective @> $2::date) IS TRUE AND upper_inf(c.known)
                        WHERE v.area = $1 AND upper_inf(v.known) AND v.term @> $2::date
                        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                        """.formatted(FeePrices.GROUPS_ON.formatted("$2::date")))
                .bind(0, area)
                .bind(1, on)
                .map(row -> new FeeTrial.Cell(
                        Columns.text(row, "institution_code"),
                        ServicePackage.ofCode(Columns.text(row, "service_package")),
                        EconomicCategory.ofCode(Columns.text(row, "economic_category")),
                        Columns.get(row, "groups", Integer.class),
                        Columns.get(row, "contracts", Long.class)))
                .all()
                .collectList();
    }
}
