package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in residents (居民): checks each row, seals who they are, and keeps one row per person. */
@Component
class ResidentImport implements FileKind {

    private final DatabaseClient database;
    private final IdentityVault vault;

    ResidentImport(DatabaseClient database, IdentityVault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public String code() {
        return "residents";
    }

    @Override
    public List<String> columns() {
        return ResidentEntry.COLUMNS;
    }

    /** A row on its way in. */
    private record Candidate(CsvLine line, ResidentEntry entry, String index, String rowDigest, UUID residentId) {}

    @Override
    public Mono<Tally> take(Chunk chunk) {
        Tally tally = new Tally();
        List<Candidate> sound = new ArrayList<>();
        for (CsvLine line : chunk.lines()) {
            tally.sound(line, ResidentEntry.read(line, chunk.recordedOn()))
                    .ifPresent(entry -> sound.add(candidate(line, entry)));
        }
        return Mono.zip(known(chunk, sound), withdrawn(chunk, sound)).flatMap(facts -> {
            List<Candidate> fresh = sound.stream()
                    .filter(candidate -> !isWithdrawn(chunk, candidate, facts.getT2(), tally))
                    .filter(candidate -> isNew(candidate, facts.getT1(), tally))
                    .toList();
            return insert(chunk, fresh).thenReturn(tally);
        });
    }

    private Candidate candidate(CsvLine line, ResidentEntry entry) {
        String number = entry.number().value();
        String row = entry.identity().joined()
                + '|'
                + entry.scheme()
                + '|'
                + entry.populationGroups()
                + '|'
                + entry.economicCategory()
                + '|'
                + entry.household();
        return new Candidate(line, entry, vault.index(number), vault.rowDigest(row), UuidCreator.getTimeOrderedEpoch());
    }

    /**
     * From whom a number was withdrawn that nobody has.
     *
     * @param key its blind index
     * @param anothers whether it is another's, who may be registered with it
     */
    private record Withdrawn(String key, boolean anothers, UUID residentId, byte[] sealedIdentity) {}

    /** Whether the row says once more what was withdrawn: a number that is nobody's, or whom it was withdrawn from. */
    private boolean isWithdrawn(Chunk chunk, Candidate candidate, List<Withdrawn> withdrawn, Tally tally) {
        boolean again = withdrawn.stream()
                .filter(number -> number.key().equals(candidate.index()))
                .anyMatch(number -> !number.anothers()
                        || vault.open(chunk.area(), number.residentId(), number.sealedIdentity())
                                .name()
                                .equals(candidate.entry().identity().name()));
        if (again) {
            tally.refuse(candidate.line(), RefusalCode.DOCUMENT_WITHDRAWN, ResidentEntry.COLUMNS.get(2));
        }
        return again;
    }

    private static boolean isNew(Candidate candidate, EarlierRows earlier, Tally tally) {
        boolean isNew = tally.isNew(
                candidate.line(),
                earlier.place(candidate.index(), candidate.rowDigest()),
                RefusalCode.DUPLICATE_SAME_PERSON,
                ResidentEntry.COLUMNS.get(2));
        if (isNew) {
            candidate.entry().number().steps().forEach(step -> tally.normalise(lower(step)));
        }
        return isNew;
    }

    private Mono<EarlierRows> known(Chunk chunk, List<Candidate> candidates) {
        return database.sql("""
                        SELECT encode(d.document_index, 'hex') AS key, coalesce(r.import_id, r.resident_id) AS import_id,
                            r.row_digest
                        FROM resident_document d
                        JOIN resident_resident r ON r.area = d.area AND r.resident_id = d.resident_id
                        WHERE d.area = $1 AND upper_inf(d.known)
                            AND d.document_index = ANY (ARRAY(SELECT decode(unnest($2::text[]), 'hex')))
                        """)
                .bind(0, chunk.area())
                .bind(1, Columns.array(candidates, String[]::new, Candidate::index))
                .mapProperties(EarlierRows.Earlier.class)
                .all()
                .collectList()
                .map(rows -> new EarlierRows(chunk.importId(), rows));
    }

    private Mono<List<Withdrawn>> withdrawn(Chunk chunk, List<Candidate> candidates) {
        return database.sql("""
                        SELECT encode(d.document_index, 'hex') AS key, d.withdrawal_reason = 'another_persons' AS anothers,
                            r.resident_id, r.sealed_identity
                        FROM resident_document d
                        JOIN resident_resident r ON r.area = d.area AND r.resident_id = d.resident_id
                        WHERE d.area = $1 AND NOT upper_inf(d.known)
                            AND d.document_index = ANY (ARRAY(SELECT decode(unnest($2::text[]), 'hex')))
                            AND NOT EXISTS (SELECT FROM resident_document h
                                WHERE h.area = d.area AND h.document_index = d.document_index AND upper_inf(h.known))
                        """)
                .bind(0, chunk.area())
                .bind(1, Columns.array(candidates, String[]::new, Candidate::index))
                .mapProperties(Withdrawn.class)
                .all()
                .collectList();
    }

    private Mono<Void> insert(Chunk chunk, List<Candidate> fresh) {
        if (fresh.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::int[],
                                $8::text[], $9::text[], $10::text[], $11::int[], $12::text[], $15::bool[], $16::text[])
                                AS row (resident_id, document_type, document_index, sealed_identity, birth_date, sex,
                                    household, row_digest, scheme, population_groups, economic_category, file_guardian,
                                    file_guardian_index)
                        ), people AS (
                            INSERT INTO resident_resident (area, resident_id, document_type, document_index,
                                sealed_identity, birth_date, sex, household, import_id, row_digest, recorded_at,
                                file_guardian, file_guardian_index)
                            SELECT $1, resident_id, document_type, decode(document_index, 'hex'),
                                decode(sealed_identity, 'hex'), birth_date, sex, household, $13, row_digest, $14,
                                file_guardian, decode(nullif(file_guardian_index, ''), 'hex')
                            FROM incoming
                        ), documents AS (
                            INSERT INTO resident_document (area, resident_id, ordinal, document_type, document_index, known,
                                recorded_by, recorded_at)
                            SELECT $1, resident_id, 1, document_type, decode(document_index, 'hex'), tstzrange(NULL, NULL),
                                'import', $14
                            FROM incoming
                        )
                        INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups,
                            economic_category, effective, known, recorded_by, recorded_at)
                        SELECT $1, resident_id, nullif(scheme, ''), population_groups, economic_category,
                            daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', $14
                        FROM incoming
                        """)
                .bind(0, chunk.area())
                .bind(1, Columns.array(fresh, UUID[]::new, Candidate::residentId))
                .bind(
                        2,
                        Columns.array(
                                fresh, String[]::new, row -> lower(row.entry().documentType())))
                .bind(3, Columns.array(fresh, String[]::new, Candidate::index))
                .bind(4, Columns.array(fresh, String[]::new, row -> sealed(chunk.area(), row)))
                .bind(
                        5,
                        Columns.array(
                                fresh, LocalDate[]::new, row -> row.entry().birthDate()))
                .bind(6, Columns.array(fresh, Integer[]::new, row -> row.entry().sex()))
                .bind(7, Columns.array(fresh, String[]::new, row -> row.entry().household()))
                .bind(8, Columns.array(fresh, String[]::new, Candidate::rowDigest))
                .bind(
                        9,
                        Columns.array(
                                fresh,
                                String[]::new,
                                row -> row.entry()
                                        .scheme()
                                        .map(InsuranceScheme::code)
                                        .orElse("")))
                .bind(
                        10,
                        Columns.array(fresh, Integer[]::new, row -> row.entry().populationGroups()))
                .bind(
                        11,
                        Columns.array(
                                fresh, String[]::new, row -> lower(row.entry().economicCategory())))
                .bind(12, chunk.importId())
                .bind(13, chunk.recordedAt())
                .bind(
                        14,
                        Columns.array(
                                fresh,
                                Boolean[]::new,
                                row -> row.entry().identity().namesGuardian()))
                .bind(15, Columns.array(fresh, String[]::new, this::guardianIndex))
                .then();
    }

    /** The blind index of the guardian's number, by which their wards are found; empty where none is given. */
    private String guardianIndex(Candidate row) {
        String number = IdentityNumber.normalise(row.entry().identity().guardianNumber())
                .value();
        return number.isEmpty() ? "" : vault.index(number);
    }

    private String sealed(String area, Candidate row) {
        return HexFormat.of()
                .formatHex(vault.seal(area, row.residentId(), row.entry().identity()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
