package org.jiayi.app.resident;

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
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in insurance enrolments (参保登记): the scheme of a resident from a day on, until the next day that the file says
 * something of, in whatever order its rows stand; an empty scheme ends the insurance. It is known from the moment it is taken in.
 */
@Component
class EnrolmentImport implements FileKind {

    private static final List<String> COLUMNS = List.of("证件号码", "险种", "起始日期");

    private final DatabaseClient database;
    private final Residents residents;
    private final Circumstances circumstances;
    private final EnrolmentDays days;

    EnrolmentImport(DatabaseClient database, Residents residents, Circumstances circumstances, EnrolmentDays days) {
        this.database = database;
        this.residents = residents;
        this.circumstances = circumstances;
        this.days = days;
    }

    /** A row whose words make sense. */
    private record Enrolment(CsvLine line, EnrolmentDays.Said said, Optional<InsuranceScheme> scheme) {}

    /** What is known of some days of a resident. */
    private record Known(UUID residentId, Optional<InsuranceScheme> scheme, LocalDate from, LocalDate until) {}

    @Override
    public String code() {
        return "enrolments";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(0)).toList();
        return residents.byWrittenNumber(chunk.area(), numbers).flatMap(byNumber -> {
            Tally tally = new Tally();
            List<Enrolment> sound = new ArrayList<>();
            for (CsvLine line : chunk.lines()) {
                tally.sound(line, read(line, byNumber)).ifPresent(sound::add);
            }
            UUID[] people = sound.stream()
                    .map(enrolment -> enrolment.said().residentId())
                    .distinct()
                    .toArray(UUID[]::new);
            return days.soFar(chunk.area(), chunk.importId(), people)
                    .flatMap(said -> take(chunk, people, first(sound, said, tally), said, tally))
                    .thenReturn(tally);
        });
    }

    /** Those that are the first in the file to speak of their resident and day; they are spoken of now. */
    private static List<Enrolment> first(List<Enrolment> sound, EnrolmentDays.SoFar said, Tally tally) {
        List<Enrolment> first = new ArrayList<>();
        for (Enrolment enrolment : sound) {
            if (said.add(enrolment.said())) {
                first.add(enrolment);
            } else {
                tally.refuse(enrolment.line(), RefusalCode.DUPLICATE_ROW, COLUMNS.get(0));
            }
        }
        return first;
    }

    private Mono<Void> take(
            Chunk chunk, UUID[] people, List<Enrolment> enrolments, EnrolmentDays.SoFar said, Tally tally) {
        return known(chunk.area(), people)
                .flatMap(known -> write(chunk, rounds(enrolments, said, known, tally)))
                .then(days.keep(
                        chunk.area(),
                        chunk.importId(),
                        enrolments.stream().map(Enrolment::said).toList()));
    }

    @Override
    public Mono<Void> end(String area, UUID importId) {
        return days.forget(area, importId);
    }

    private static Decision<Enrolment> read(CsvLine line, Map<String, UUID> byNumber) {
        UUID resident = byNumber.get(line.fields().get(0));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(0));
        }
        Optional<InsuranceScheme> scheme = InsuranceScheme.find(line.field(1));
        if (scheme.isEmpty() && !line.field(1).isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_SCHEME, COLUMNS.get(1));
        }
        return line.day(2)
                .map(day -> Decision.accept(new Enrolment(line, new EnrolmentDays.Said(resident, day), scheme)))
                .orElseGet(() -> Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(2)));
    }

    /** One statement changes a resident once: their second row goes in the second round. */
    private static List<List<Circumstances.Change>> rounds(
            List<Enrolment> enrolments, EnrolmentDays.SoFar said, Map<UUID, List<Known>> known, Tally tally) {
        List<List<Circumstances.Change>> rounds = new ArrayList<>();
        Map<UUID, Integer> changes = new HashMap<>();
        for (Enrolment enrolment : enrolments) {
            UUID resident = enrolment.said().residentId();
            Optional<LocalDate> next = said.nextAfter(enrolment.said());
            if (isKnown(enrolment, next, known.getOrDefault(resident, List.of()))) {
                tally.leaveUnchanged();
                continue;
            }
            int round = changes.merge(resident, 1, Integer::sum);
            if (round > rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round - 1).add(change(enrolment, next));
            tally.accept();
        }
        return rounds;
    }

    private static boolean isKnown(Enrolment enrolment, Optional<LocalDate> next, List<Known> known) {
        return known.stream()
                .filter(row -> row.until().isAfter(enrolment.said().firstDay())
                        && next.map(day -> row.from().isBefore(day)).orElse(true))
                .allMatch(row -> row.scheme().equals(enrolment.scheme()));
    }

    private static Circumstances.Change change(Enrolment enrolment, Optional<LocalDate> next) {
        Days days = new Days(enrolment.said().firstDay(), next.map(day -> day.minusDays(1)));
        return new Circumstances.Change(
                enrolment.said().residentId(), days, Optional.of(enrolment.scheme()), Optional.empty(), 0, 0);
    }

    /** What is known of each, and of the registrations merged into theirs as of them. */
    private Mono<Map<UUID, List<Known>>> known(String area, UUID[] residents) {
        return database.sql("""
                        WITH merged AS (
                            SELECT merged_id, survivor_id FROM resident_merge
                            WHERE area = $1 AND survivor_id = ANY ($2) AND upper_inf(known)
                        )
                        SELECT coalesce(survivor_id, resident_id) AS resident_id, scheme, lower(effective) AS from_day,
                            upper(effective) AS until_day
                        FROM resident_circumstance LEFT JOIN merged ON merged_id = resident_id
                        WHERE area = $1 AND resident_id = ANY ($2::uuid[] || ARRAY(SELECT merged_id FROM merged))
                            AND upper_inf(known)
                        """)
                .bind(0, area)
                .bind(1, residents)
                .map(row -> new Known(
                        Columns.get(row, "resident_id", UUID.class),
                        Columns.find(row, "scheme", String.class).flatMap(InsuranceScheme::find),
                        Columns.find(row, "from_day", LocalDate.class).orElse(LocalDate.MIN),
                        Columns.find(row, "until_day", LocalDate.class).orElse(LocalDate.MAX)))
                .all()
                .collect(
                        HashMap::new,
                        (byResident, row) -> byResident
                                .computeIfAbsent(row.residentId(), resident -> new ArrayList<>())
                                .add(row));
    }

    private Mono<Void> write(Chunk chunk, List<List<Circumstances.Change>> rounds) {
        return Flux.fromIterable(rounds)
                .concatMap(round -> circumstances.change(chunk.area(), round, chunk.uploadedBy()))
                .then();
    }
}
