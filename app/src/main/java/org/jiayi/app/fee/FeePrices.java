package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** What a package costs a resident: the row of the published policy's table for their economic category on that day. */
final class FeePrices {

    private FeePrices() {}

    /** One payer's share by one policy. */
    record Priced(UUID policyId, FeeShare share) {}

    static Flux<Priced> of(DatabaseClient database, String area, NewContract contract) {
        return of(database, area, contract.servicePackage(), contract.residentId(), contract.signedOn());
    }

    /** In the order of the policy; empty where the package has no price on that day. */
    static Flux<Priced> of(
            DatabaseClient database, String area, ServicePackage servicePackage, UUID residentId, LocalDate signedOn) {
        return database.sql("""
                        SELECT p.policy_id, s.payer, s.amount_fen
                        FROM policy_policy p
                        JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = $3
                            AND (c.effective @> $4::date) IS TRUE AND upper_inf(c.known)
                        JOIN fee_split s ON s.area = $1 AND s.policy_id = p.policy_id AND s.service_package = $2
                            AND s.economic_category = c.economic_category
                        WHERE p.area = $1 AND p.kind = 'contract_fee' AND p.status = 'published' AND p.effective @> $4::date
                        ORDER BY s.ordinal
                        """)
                .bind(0, area)
                .bind(1, servicePackage.code())
                .bind(2, residentId)
                .bind(3, signedOn)
                .map(row -> new Priced(
                        Columns.get(row, "policy_id", UUID.class),
                        new FeeShare(
                                Payer.of(Columns.text(row, "payer")),
                                Money.ofFen(Columns.get(row, "amount_fen", Long.class)))))
                .all();
    }
}
