package org.jiayi.app.capitation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.IdentityVault;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The counted heads (人月), one row each. */
@Component
public class PersonMonths {

    private final DatabaseClient database;
    private final IdentityVault vault;

    PersonMonths(DatabaseClient database, IdentityVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** One head: whose, under which contract, for which payee, in which tariff row. */
    public record PersonMonth(
            UUID residentId,
            UUID contractId,
            String teamNumber,
            String institutionCode,
            int tariffRow,
            String tariffLabel) {}

    /** One head as an institution's statement shows it. */
    public record Detail(PersonMonth personMonth, Identity resident, Term term) {}

    /** At most {@code limit} heads of a month within the caller's reach, by resident, after the given one. */
    public Flux<PersonMonth> page(
            String area, String scheme, Month month, Scope scope, Optional<UUID> after, int limit) {
        return database.sql("""
                        SELECT p.resident_id, p.contract_id, p.team_number, p.institution_code, p.tariff_row,
                            t.label AS tariff_label
                        FROM capitation_person_month p
                        JOIN capitation_cell c ON c.area = p.area AND c.scheme = p.scheme AND c.month = p.month
                            AND c.institution_code = p.institution_code AND c.tariff_row = p.tariff_row
                        JOIN capitation_tariff_row t ON t.area = c.area AND t.policy_id = c.policy_id
                            AND t.number = c.tariff_row
                        WHERE p.area = $1 AND p.scheme = $2 AND p.month = $3
                            AND ($4::uuid IS NULL OR p.resident_id > $4)
                            AND ($5::text IS NULL OR p.institution_code = $5)
                        ORDER BY p.resident_id LIMIT $6
                        """)
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, Columns.orNull(after, UUID.class))
                .bind(4, Columns.orNull(scope.institution(), String.class))
                .bind(5, limit)
                .mapProperties(PersonMonth.class)
                .all();
    }

    /** All heads of an institution's month with the people's names, in the order of contract numbers. */
    public Flux<Detail> details(String area, String scheme, Month month, String institutionCode) {
        return database.sql("""
                        SELECT p.resident_id, p.contract_id, p.team_number, p.institution_code, p.tariff_row,
                            t.label AS tariff_label, r.sealed_identity, lower(v.term) AS first_day,
                            upper(v.term) AS day_after
                        FROM capitation_person_month p
                        JOIN contract_version v ON v.area = p.area AND v.contract_id = p.contract_id
                            AND v.version = p.version
                        JOIN resident_resident r ON r.area = p.area AND r.resident_id = p.resident_id
                        JOIN capitation_cell c ON c.area = p.area AND c.scheme = p.scheme AND c.month = p.month
                            AND c.institution_code = p.institution_code AND c.tariff_row = p.tariff_row
                        JOIN capitation_tariff_row t ON t.area = c.area AND t.policy_id = c.policy_id
                            AND t.number = c.tariff_row
                        WHERE p.area = $1 AND p.scheme = $2 AND p.month = $3 AND p.institution_code = $4
                        ORDER BY p.team_number, p.contract_id
                        """)
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, institutionCode)
                .map((row, metadata) -> {
                    PersonMonth personMonth = new PersonMonth(
                            Columns.get(row, "resident_id", UUID.class),
                            Columns.get(row, "contract_id", UUID.class),
                            Columns.get(row, "team_number", String.class),
                            institutionCode,
                            Columns.get(row, "tariff_row", Integer.class),
                            Columns.get(row, "tariff_label", String.class));
                    Term term = new Term(
                            Columns.get(row, "first_day", LocalDate.class),
                            Columns.get(row, "day_after", LocalDate.class));
                    byte[] sealedIdentity = Columns.get(row, "sealed_identity", byte[].class);
                    return new Detail(personMonth, vault.open(area, personMonth.residentId(), sealedIdentity), term);
                })
                .all();
    }

    /** A row of the tariff as it is shown. */
    public record TariffQuota(
            int number, String label, BigDecimal annualFenNumerator, BigDecimal annualFenDenominator) {}

    /** The tariff of a policy by row number. */
    public Flux<TariffQuota> tariff(String area, UUID policyId) {
        return database.sql("""
                        SELECT number, label, annual_fen_numerator, annual_fen_denominator FROM capitation_tariff_row
                        WHERE area = $1 AND policy_id = $2 ORDER BY number
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .mapProperties(TariffQuota.class)
                .all();
    }
}
