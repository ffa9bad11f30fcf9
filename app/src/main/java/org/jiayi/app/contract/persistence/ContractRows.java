package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.contract.Lineage;
import org.jiayi.app.contract.Origin;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Registrations;

/** What all rows about contracts share. */
final class ContractRows {

    /** Reads what {@link #version} makes a version of. */
    static final String VERSION = """
            SELECT area, contract_id, version, resident_id, team_number, institution_code, service_package, signed_on,
                lower(term) AS first_day, upper(term) AS day_after, channel, origin, follows, suspended::text AS suspended,
                confirm_until, pay_until, over_capacity, end_reason, lower(known) AS known_from, upper(known) AS known_until
            FROM contract_version
            """;

    /** The condition that a version is held by the person who is registered as $2 in area $1, by whichever registration. */
    static final String OF_PERSON = "area = $1 AND resident_id = ANY (ARRAY(" + Registrations.OF_PERSON + "))";

    private static final Pattern RANGE = Pattern.compile("\\[([0-9-]+),([0-9-]+)\\)");

    private ContractRows() {}

    static ContractVersion version(Readable row) {
        return new ContractVersion(
                Columns.text(row, "area"),
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "version", Integer.class),
                Columns.get(row, "resident_id", UUID.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                servicePackage(row),
                Columns.get(row, "signed_on", LocalDate.class),
                term(row),
                Columns.text(row, "channel"),
                new Lineage(
                        Origin.ofCode(Columns.text(row, "origin")),
                        Columns.find(row, "follows", UUID.class),
                        Optional.empty()),
                terms(Columns.text(row, "suspended")),
                Columns.find(row, "confirm_until", LocalDate.class),
                Columns.find(row, "pay_until", LocalDate.class),
                Columns.get(row, "over_capacity", Boolean.class),
                Columns.find(row, "end_reason", String.class).map(EndReason::ofCode),
                Columns.get(row, "known_from", Instant.class),
                Columns.find(row, "known_until", Instant.class).orElse(Instant.MAX));
    }

    static Term term(Readable row) {
        return new Term(Columns.get(row, "first_day", LocalDate.class), Columns.get(row, "day_after", LocalDate.class));
    }

    static ServicePackage servicePackage(Readable row) {
        return ServicePackage.ofCode(Columns.text(row, "service_package"));
    }

    /** Reads PostgreSQL's form of several ranges of days. */
    static List<Term> terms(String multirange) {
        return RANGE.matcher(multirange)
                .results()
                .map(range -> new Term(LocalDate.parse(range.group(1)), LocalDate.parse(range.group(2))))
                .toList();
    }

    /** Writes PostgreSQL's form of several ranges of days. */
    static String multirange(List<Term> terms) {
        return terms.stream()
                .map(term -> "[" + term.from() + "," + term.until() + ")")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
