package org.jiayi.app.organisation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in administrative divisions (行政区划): a code may come back after it was given up, but not be in use twice. */
@Component
class DivisionImport implements FileKind {

    private static final List<String> COLUMNS = List.of("区划代码", "区划名称", "启用日期", "停用日期");
    private static final String CODE_FORM = "[0-9]{6}([0-9]{3}([0-9]{3})?)?";

    private final DatabaseClient database;

    DivisionImport(DatabaseClient database) {
        this.database = database;
    }

    /** A row that is in already. */
    private record Known(
            String code, LocalDate firstDay, Optional<LocalDate> dayAfter, UUID importId, String rowDigest) {

        boolean overlaps(Days days) {
            return dayAfter.map(after -> after.isAfter(days.first())).orElse(true)
                    && days.until().map(firstDay::isBefore).orElse(true);
        }
    }

    /** A row on its way in. */
    private record Division(CsvLine line, Days days) {

        String key() {
            return line.field(0) + " " + days.first();
        }
    }

    @Override
    public String code() {
        return "divisions";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        return database.sql("""
                        SELECT code, lower(effective) AS first_day, upper(effective) AS day_after, import_id, row_digest
                        FROM organisation_division WHERE area = $1
                        """)
                .bind(0, chunk.area())
                .map(row -> new Known(
                        Columns.text(row, "code"),
                        Columns.get(row, "first_day", LocalDate.class),
                        Columns.find(row, "day_after", LocalDate.class),
                        Columns.get(row, "import_id", UUID.class),
                        Columns.text(row, "row_digest")))
                .all()
                .collectList()
                .flatMap(known -> take(chunk, known));
    }

    private Mono<Tally> take(Chunk chunk, List<Known> known) {
        Tally tally = new Tally();
        EarlierRows earlier = new EarlierRows(
                chunk.importId(),
                known.stream()
                        .map(row -> new EarlierRows.Earlier(
                                row.code() + " " + row.firstDay(), row.importId(), row.rowDigest()))
                        .toList());
        Map<String, List<Known>> byCode = new HashMap<>();
        known.forEach(row ->
                byCode.computeIfAbsent(row.code(), code -> new ArrayList<>()).add(row));
        List<Division> fresh = new ArrayList<>();
        for (CsvLine line : chunk.lines()) {
            tally.sound(line, read(line))
                    .ifPresent(days -> place(new Division(line, days), earlier, byCode, tally, chunk)
                            .ifPresent(fresh::add));
        }
        return insert(chunk, fresh).thenReturn(tally);
    }

    private static Optional<Division> place(
            Division division, EarlierRows earlier, Map<String, List<Known>> byCode, Tally tally, Chunk chunk) {
        CsvLine line = division.line();
        List<Known> sameCode = byCode.computeIfAbsent(line.field(0), code -> new ArrayList<>());
        boolean overlaps = sameCode.stream()
                .anyMatch(row -> !row.firstDay().equals(division.days().first()) && row.overlaps(division.days()));
        if (overlaps) {
            tally.refuse(line, RefusalCode.DIVISION_OVERLAPS, COLUMNS.get(2));
            return Optional.empty();
        }
        String digest = OrganisationRows.digest(line);
        if (!tally.isNew(line, earlier.place(division.key(), digest), RefusalCode.DUPLICATE_ROW, COLUMNS.get(0))) {
            return Optional.empty();
        }
        sameCode.add(new Known(
                line.field(0), division.days().first(), division.days().until(), chunk.importId(), digest));
        return Optional.of(division);
    }

    private static Decision<Days> read(CsvLine line) {
        if (!line.field(0).matches(CODE_FORM)) {
            return Decision.refuse(RefusalCode.BAD_DIVISION_CODE, COLUMNS.get(0));
        }
        if (line.field(1).isEmpty()) {
            return Decision.refuse(RefusalCode.EMPTY_NAME, COLUMNS.get(1));
        }
        Optional<LocalDate> first = line.day(2);
        Optional<LocalDate> last = line.day(3);
        if (first.isEmpty() || last.isEmpty() && !line.field(3).isEmpty()) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(first.isEmpty() ? 2 : 3));
        }
        return Days.of(first.get(), last);
    }

    private Mono<Void> insert(Chunk chunk, List<Division> fresh) {
        return database.sql("""
                        INSERT INTO organisation_division (area, code, name, effective, import_id, row_digest, recorded_at)
                        SELECT $1, code, name, daterange(first_day, nullif(day_after, '')::date), $2, row_digest, $3
                        FROM unnest($4::text[], $5::text[], $6::date[], $7::text[], $8::text[])
                            AS row (code, name, first_day, day_after, row_digest)
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.importId())
                .bind(2, chunk.recordedAt())
                .bind(3, Columns.array(fresh, String[]::new, row -> row.line().field(0)))
                .bind(4, Columns.array(fresh, String[]::new, row -> row.line().field(1)))
                .bind(
                        5,
                        Columns.array(fresh, LocalDate[]::new, row -> row.days().first()))
                .bind(
                        6,
                        Columns.array(
                                fresh,
                                String[]::new,
                                row -> row.days()
                                        .until()
                                        .map(LocalDate::toString)
                                        .orElse("")))
                .bind(7, Columns.array(fresh, String[]::new, row -> OrganisationRows.digest(row.line())))
                .then();
    }
}
