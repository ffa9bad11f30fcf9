package org.jiayi.app.organisation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

/** Takes in family-doctor teams (家庭医生团队). */
@Component
class TeamImport implements FileKind {

    private static final List<String> COLUMNS = List.of("团队编号", "团队名称", "机构医保代码", "团队长", "医保医师代码", "成员", "签约上限");
    private static final String NUMBER_FORM = "[A-Za-z0-9-]{1,40}";
    private static final String CAPACITY_FORM = "[1-9][0-9]{0,4}|100000";

    private final DatabaseClient database;

    TeamImport(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public String code() {
        return "teams";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        Mono<Set<String>> institutions = database.sql("SELECT code FROM organisation_institution WHERE area = $1")
                .bind(0, chunk.area())
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet());
        Mono<List<EarlierRows.Earlier>> teams = database.sql(
                        "SELECT number AS key, import_id, row_digest FROM organisation_team WHERE area = $1")
                .bind(0, chunk.area())
                .mapProperties(EarlierRows.Earlier.class)
                .all()
                .collectList();
        return institutions.zipWhen(known -> teams).flatMap(both -> take(chunk, both.getT1(), both.getT2()));
    }

    private Mono<Tally> take(Chunk chunk, Set<String> institutions, List<EarlierRows.Earlier> rows) {
        Tally tally = new Tally();
        EarlierRows earlier = new EarlierRows(chunk.importId(), rows);
        List<CsvLine> fresh = new ArrayList<>();
        for (CsvLine line : chunk.lines()) {
            boolean sound = tally.sound(line, check(line, institutions)).isPresent();
            if (sound && OrganisationRows.isNew(line, earlier, tally, COLUMNS.get(0))) {
                fresh.add(line);
            }
        }
        return insert(chunk, fresh).then(leaders(chunk, fresh)).thenReturn(tally);
    }

    private static Decision<String> check(CsvLine line, Set<String> institutions) {
        if (!line.field(0).matches(NUMBER_FORM)) {
            return Decision.refuse(RefusalCode.UNKNOWN_TEAM, COLUMNS.get(0));
        }
        if (line.field(1).isEmpty()) {
            return Decision.refuse(RefusalCode.EMPTY_NAME, COLUMNS.get(1));
        }
        if (!institutions.contains(line.field(2))) {
            return Decision.refuse(RefusalCode.UNKNOWN_INSTITUTION, COLUMNS.get(2));
        }
        if (!line.field(6).matches(CAPACITY_FORM)) {
            return Decision.refuse(RefusalCode.BAD_CAPACITY, COLUMNS.get(6));
        }
        return Decision.accept(line.field(0));
    }

    private Mono<Void> insert(Chunk chunk, List<CsvLine> fresh) {
        return database.sql("""
                        INSERT INTO organisation_team (area, number, name, institution_code, leader_name,
                            leader_doctor_code, members, capacity, row_digest, import_id, recorded_at)
                        SELECT $1, number, name, institution_code, leader_name, leader_doctor_code, members,
                            capacity::int, row_digest, $2, $3
                        FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
                            $11::text[])
                            AS row (number, name, institution_code, leader_name, leader_doctor_code, members, capacity,
                                row_digest)
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

    /**
     * The doctor whom the row names as leader is a practitioner of the team's institution, unless known already, and leads
     * the team since ever: a file says no days. A leader without a doctor's code stays a name.
     */
    private Mono<Void> leaders(Chunk chunk, List<CsvLine> fresh) {
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[])
                                AS row (number, institution_code, leader_name, doctor_code)
                            WHERE doctor_code ~ '^D[0-9]{12}$' AND leader_name <> ''
                        ), registered AS (
                            INSERT INTO organisation_practitioner (area, practitioner_id, doctor_code, name, recorded_by,
                                recorded_at)
                            SELECT DISTINCT ON (doctor_code) $1, gen_random_uuid(), doctor_code, leader_name, 'import',
                                $2::timestamptz
                            FROM incoming ORDER BY doctor_code, number
                            ON CONFLICT ON CONSTRAINT organisation_practitioner_doctor DO NOTHING
                            RETURNING practitioner_id, doctor_code
                        ), employed AS (
                            INSERT INTO organisation_employment (area, practitioner_id, employer_code, kind, effective,
                                known, recorded_by, recorded_at)
                            SELECT DISTINCT ON (r.practitioner_id) $1, r.practitioner_id, i.institution_code,
                                'general_practitioner', daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', $2
                            FROM registered r JOIN incoming i ON i.doctor_code = r.doctor_code
                            ORDER BY r.practitioner_id, i.number
                        ), doctors AS (
                            SELECT practitioner_id, doctor_code FROM registered
                            UNION ALL
                            SELECT practitioner_id, doctor_code FROM organisation_practitioner
                            WHERE area = $1 AND doctor_code IN (SELECT doctor_code FROM incoming)
                        )
                        INSERT INTO organisation_team_member (area, membership_id, version, team_number, practitioner_id,
                            role, effective, known, recorded_by, recorded_at)
                        SELECT $1, gen_random_uuid(), 1, i.number, d.practitioner_id, 'leader', daterange(NULL, NULL),
                            tstzrange(NULL, NULL), 'import', $2
                        FROM incoming i JOIN doctors d ON d.doctor_code = i.doctor_code
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.recordedAt())
                .bind(2, OrganisationRows.column(fresh, 0))
                .bind(3, OrganisationRows.column(fresh, 2))
                .bind(4, OrganisationRows.column(fresh, 3))
                .bind(5, OrganisationRows.column(fresh, 4))
                .then();
    }
}
