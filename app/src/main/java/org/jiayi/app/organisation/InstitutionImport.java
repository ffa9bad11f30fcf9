package org.jiayi.app.organisation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes in institutions (机构); a parent may stand in an earlier file or on an earlier line. A village clinic has one, which is
 * none itself (乡村一体化).
 */
@Component
class InstitutionImport implements FileKind {

    private static final List<String> COLUMNS = List.of("机构医保代码", "统一社会信用代码", "机构名称", "机构类别", "行政区划", "上级机构代码", "医共体");
    /** What an institution is registered with; its code is before them. */
    private static final List<String> PARTICULARS = COLUMNS.subList(1, 6);

    private static final String CODE_FORM = "H[0-9]{11}";

    private final DatabaseClient database;
    private final Divisions divisions;

    InstitutionImport(DatabaseClient database, Divisions divisions) {
        this.database = database;
        this.divisions = divisions;
    }

    /** An institution that is in already, as it is registered today or on other days. */
    private record Known(String code, String uscc, String kind, boolean today, UUID importId, String rowDigest) {

        EarlierRows.Earlier row() {
            return new EarlierRows.Earlier(code, importId, rowDigest);
        }
    }

    @Override
    public String code() {
        return "institutions";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        return database.sql("""
                        SELECT i.code, n.uscc, n.kind, n.effective @> $2::date AS today, i.import_id, i.row_digest
                        FROM organisation_institution i
                        JOIN organisation_institution_particulars n ON n.area = i.area AND n.institution_code = i.code
                            AND upper_inf(n.known)
                        WHERE i.area = $1
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.recordedOn())
                .mapProperties(Known.class)
                .all()
                .collectList()
                .zipWith(divisions.inForce(chunk.area(), chunk.recordedOn()))
                .flatMap(both -> take(chunk, both.getT1(), both.getT2()));
    }

    private Mono<Tally> take(Chunk chunk, List<Known> known, Divisions.InForce inForce) {
        Tally tally = new Tally();
        Map<String, String> kinds = new HashMap<>();
        Map<String, Known> byUscc = new HashMap<>();
        List<Known> today = known.stream().filter(Known::today).toList();
        today.forEach(institution -> kinds.put(institution.code(), institution.kind()));
        known.forEach(institution -> byUscc.put(institution.uscc(), institution));
        EarlierRows earlier =
                new EarlierRows(chunk.importId(), today.stream().map(Known::row).toList());
        List<CsvLine> fresh = new ArrayList<>();
        for (CsvLine line : chunk.lines()) {
            Decision<String> checked =
                    check(line, kinds, inForce).then(code -> checkUscc(line, byUscc, chunk.importId()));
            boolean sound = tally.sound(line, checked).isPresent();
            if (sound && OrganisationRows.isNew(line, earlier, tally, COLUMNS.get(0))) {
                kinds.put(line.field(0), line.field(3));
                byUscc.put(
                        line.field(1),
                        new Known(
                                line.field(0),
                                line.field(1),
                                line.field(3),
                                true,
                                chunk.importId(),
                                OrganisationRows.digest(line)));
                fresh.add(line);
            }
        }
        return insert(chunk, fresh).thenReturn(tally);
    }

    private static Decision<String> check(CsvLine line, Map<String, String> kinds, Divisions.InForce inForce) {
        if (!line.field(0).matches(CODE_FORM)) {
            return Decision.refuse(RefusalCode.BAD_INSTITUTION_CODE, COLUMNS.get(0));
        }
        return particulars(line).check(inForce, kinds, PARTICULARS).then(sound -> Decision.accept(line.field(0)));
    }

    private static InstitutionParticulars particulars(CsvLine line) {
        return new InstitutionParticulars(
                line.field(1),
                line.field(2),
                line.field(3),
                line.field(4),
                Optional.of(line.field(5)).filter(code -> !code.isEmpty()));
    }

    /** A social credit code is one institution's on all days, since a file's word is of all days; the institution's own row may come again. */
    private static Decision<String> checkUscc(CsvLine line, Map<String, Known> byUscc, UUID importId) {
        Known holder = byUscc.get(line.field(1));
        if (holder == null || holder.code().equals(line.field(0))) {
            return Decision.accept(line.field(0));
        }
        boolean isOfThisFile = holder.importId().equals(importId);
        return Decision.refuse(
                isOfThisFile ? RefusalCode.DUPLICATE_ROW : RefusalCode.KNOWN_WITH_OTHER_FACTS, COLUMNS.get(1));
    }

    private Mono<Void> insert(Chunk chunk, List<CsvLine> fresh) {
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                                $10::text[], $11::text[])
                                AS row (code, uscc, name, kind, division, parent_code, alliance, row_digest)
                        ), alliances AS (
                            INSERT INTO organisation_alliance (area, name, recorded_by, recorded_at)
                            SELECT DISTINCT $1, alliance, 'import', $3::timestamptz FROM incoming WHERE alliance <> ''
                            ON CONFLICT ON CONSTRAINT organisation_alliance_pk DO NOTHING
                        ), members AS (
                            INSERT INTO organisation_alliance_member (area, alliance, institution_code, is_lead, effective,
                                known, recorded_by, recorded_at)
                            SELECT $1, alliance, code, false, daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', $3
                            FROM incoming WHERE alliance <> ''
                        ), particulars AS (
                            INSERT INTO organisation_institution_particulars (area, institution_code, uscc, name, kind,
                                division, parent_code, effective, known, recorded_by, recorded_at)
                            SELECT $1, code, uscc, name, kind, division, nullif(parent_code, ''), daterange(NULL, NULL),
                                tstzrange(NULL, NULL), 'import', $3
                            FROM incoming
                        )
                        INSERT INTO organisation_institution (area, code, row_digest, import_id, recorded_at)
                        SELECT $1, code, row_digest, $2, $3 FROM incoming
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.importId())
                .bind(2, chunk.recordedAt())
                .bind(3, OrganisationRows.column(fresh, 0))
                .bind(4, OrganisationRows.column(fresh, 1))
                .bind(5, OrganisationRows.column(fresh, 2))
                .bind(6, OrganisationRows.column(fresh, 3))
                .bind(7, OrganisationRows.column(fresh, 4))
                .bind(8, OrganisationRows.column(fresh, 5))
                .bind(9, OrganisationRows.column(fresh, 6))
                .bind(10, OrganisationRows.digests(fresh))
                .then();
    }
}
