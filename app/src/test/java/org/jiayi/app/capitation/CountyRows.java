package org.jiayi.app.capitation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.kernel.period.Term;

/** Writes a {@link RandomCounty} into the tables, past the application. Names are sealed bytes that nobody opens. */
record CountyRows(TestDatabase database, String area) {

    private static final int BATCH_ROWS = 1_000;

    /** The area with its institutions and teams. */
    void openArea() throws SQLException {
        write("INSERT INTO organisation_pooling_area VALUES (?, '随机县', 'test', '2025-01-01')", List.of(area), code ->
                new Object[] {code});
        var teams = new TreeMap<>(RandomCounty.teams());
        write("""
                INSERT INTO organisation_institution VALUES (?, ?, gen_random_uuid(), '', '2025-01-01')
                """, List.copyOf(new TreeSet<>(teams.values())), code -> new Object[] {area, code});
        write("""
                INSERT INTO organisation_institution_particulars VALUES (?, ?, ?, '卫生院', '乡镇卫生院', '439901', NULL, '(,)',
                    '(,)', 'import', '2025-01-01')
                """, List.copyOf(new TreeSet<>(teams.values())), code -> new Object[] {area, code, code});
        write("""
                INSERT INTO organisation_team VALUES (?, ?, '团队', ?, '', '', '', 100000, gen_random_uuid(), '', '2025-01-01')
                """, List.copyOf(teams.entrySet()), team -> new Object[] {area, team.getKey(), team.getValue()});
    }

    /** All people with all that is known of them. */
    void add(RandomCounty county) throws SQLException {
        write("""
                INSERT INTO resident_resident VALUES (?, ?, 'resident_id', decode(repeat(replace(?, '-', ''), 2), 'hex'), '\\x00',
                    ?, ?, '', gen_random_uuid(), '', '2025-01-01')
                """, county.people, person ->
                new Object[] {area, person.residentId(), person.residentId().toString(), person.birth(), person.sex()});
        write(
                "INSERT INTO resident_circumstance VALUES (?, ?, ?, ?, ?, ?::daterange, ?::tstzrange, 'test', ?::timestamptz)",
                county.circumstances,
                row -> new Object[] {
                    area,
                    row.residentId(),
                    row.scheme().map(scheme -> scheme.code()).orElse(null),
                    row.groups(),
                    row.category(),
                    range(row.effective()),
                    range(row.known()),
                    row.known().from().toString()
                });
        write("""
                INSERT INTO contract_version VALUES (?, ?, ?, ?, ?, ?, ?, '2025-01-01', ?::daterange, ?::tstzrange, '', NULL,
                    NULL, 'test', ?::timestamptz, 'signed', NULL, ?::datemultirange)
                """, county.versions, row -> new Object[] {
            area,
            row.contractId(),
            row.version(),
            row.residentId(),
            row.team(),
            row.institution(),
            row.servicePackage().name().toLowerCase(Locale.ROOT),
            range(row.term()),
            range(row.known()),
            row.known().from().toString(),
            "{" + row.suspended().map(CountyRows::range).orElse("") + "}"
        });
        addMerges(county);
        addStandings(county);
        addContacts(county);
    }

    private void addStandings(RandomCounty county) throws SQLException {
        write(
                "INSERT INTO organisation_institution_standing VALUES (?, ?, ?, ?::daterange, ?::tstzrange, 'test', ?::timestamptz)",
                county.standings,
                row -> new Object[] {
                    area,
                    row.institution(),
                    row.standing(),
                    range(row.effective()),
                    range(row.known()),
                    row.known().from().toString()
                });
    }

    private void addContacts(RandomCounty county) throws SQLException {
        write("""
                INSERT INTO fulfilment_record VALUES (?, ?, gen_random_uuid(), ?, '', 'clinic', ?::timestamptz - interval '1 hour',
                    ?::timestamptz, '', '\\x00', 0, 'test', ?::timestamptz)
                """, county.contacts, row -> new Object[] {
            area,
            row.recordId(),
            row.residentId(),
            row.endedAt().toString(),
            row.endedAt().toString(),
            row.recordedAt().toString()
        });
        write(
                "INSERT INTO fulfilment_voiding VALUES (?, ?, 'other', 'test', ?::timestamptz)",
                takenBack(county, false),
                row -> new Object[] {area, row.recordId(), row.takenBackAt().toString()});
        write(
                "INSERT INTO fulfilment_answer VALUES (?, ?, false, '\\x00', 'test', ?::timestamptz)",
                takenBack(county, true),
                row -> new Object[] {area, row.recordId(), row.takenBackAt().toString()});
    }

    private static List<RandomCounty.Contact> takenBack(RandomCounty county, boolean byResident) {
        return county.contacts.stream()
                .filter(contact -> contact.takenBackAt().isBefore(Instant.MAX) && contact.byResident() == byResident)
                .toList();
    }

    private void addMerges(RandomCounty county) throws SQLException {
        write("""
                INSERT INTO resident_merge VALUES (?, gen_random_uuid(), ?, ?, 'registered_twice', ?::tstzrange, 'test', ?)
                """, county.merges, merge -> new Object[] {
            area,
            merge.mergedId(),
            merge.survivorId(),
            range(merge.known()),
            merge.known().until().equals(Instant.MAX) ? null : "test"
        });
    }

    private <T> void write(String sql, List<T> rows, Function<T, Object[]> values) throws SQLException {
        try (Connection connection = database.open();
                var statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (var index = 0; index < rows.size(); index++) {
                var row = values.apply(rows.get(index));
                for (var column = 0; column < row.length; column++) {
                    statement.setObject(column + 1, row[column]);
                }
                statement.addBatch();
                if (index % BATCH_ROWS == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private static String range(Term term) {
        return "[" + term.from() + "," + term.until() + ")";
    }

    private static String range(RandomCounty.Known known) {
        return "[" + known.from().atOffset(ZoneOffset.UTC) + ","
                + (known.until().equals(Instant.MAX) ? "" : known.until().atOffset(ZoneOffset.UTC)) + ")";
    }
}
