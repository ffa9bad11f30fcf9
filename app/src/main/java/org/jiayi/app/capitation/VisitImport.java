package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Residents;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in the visits (就诊) that the funds paid for; what they mean for the year end is decided there. */
@Component
class VisitImport implements FileKind {

    private static final List<String> COLUMNS =
            List.of("就诊流水号", "证件号码", "就诊机构代码", "就诊日期", "统筹支付金额", "账户支付金额", "现金支付金额", "转诊单号", "急诊");
    private static final Map<String, Boolean> FLAGS = Map.of("是", true, "否", false);

    private final DatabaseClient database;
    private final Residents residents;
    private final Teams teams;

    VisitImport(DatabaseClient database, Residents residents, Teams teams) {
        this.database = database;
        this.residents = residents;
        this.teams = teams;
    }

    @Override
    public String code() {
        return "visits";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** A visit that makes sense. */
    private record Visit(
            String serial,
            UUID residentId,
            String institutionCode,
            LocalDate visitedOn,
            List<Money> paid,
            String referralNumber,
            boolean emergency) {

        String digest() {
            return String.join("|", residentId.toString(), institutionCode, visitedOn.toString(), paid.toString());
        }
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(1)).toList();
        return Mono.zip(
                        residents.byWrittenNumber(chunk.area(), numbers),
                        teams.institutionNames(chunk.area()),
                        known(chunk))
                .flatMap(facts -> {
                    Tally tally = new Tally();
                    Map<String, UUID> people = facts.getT1();
                    Set<String> institutions = facts.getT2().keySet();
                    List<Visit> fresh = new ArrayList<>();
                    for (CsvLine line : chunk.lines()) {
                        tally.sound(line, read(line, people, institutions))
                                .filter(visit -> isNew(line, visit, facts.getT3(), tally))
                                .ifPresent(fresh::add);
                    }
                    return insert(chunk, fresh).thenReturn(tally);
                });
    }

    private Mono<EarlierRows> known(Chunk chunk) {
        return database.sql("""
                        SELECT serial AS key, import_id, row_digest FROM capitation_visit
                        WHERE area = $1 AND serial = ANY ($2)
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.lines().stream().map(line -> line.field(0)).toArray(String[]::new))
                .mapProperties(EarlierRows.Earlier.class)
                .all()
                .collectList()
                .map(rows -> new EarlierRows(chunk.importId(), rows));
    }

    private static boolean isNew(CsvLine line, Visit visit, EarlierRows earlier, Tally tally) {
        return tally.isNew(
                line, earlier.place(visit.serial(), visit.digest()), RefusalCode.DUPLICATE_ROW, COLUMNS.get(0));
    }

    private static Decision<Visit> read(CsvLine line, Map<String, UUID> people, Set<String> institutions) {
        UUID resident = people.get(line.fields().get(1));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(1));
        }
        if (!institutions.contains(line.field(2))) {
            return Decision.refuse(RefusalCode.UNKNOWN_INSTITUTION, COLUMNS.get(2));
        }
        Optional<LocalDate> visitedOn = line.day(3);
        if (visitedOn.isEmpty()) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(3));
        }
        List<Money> paid = new ArrayList<>();
        for (int column = 4; column <= 6; column++) {
            if (!line.field(column).matches("[0-9]{1,9}(\\.[0-9]{1,2})?")) {
                return Decision.refuse(RefusalCode.BAD_AMOUNT, COLUMNS.get(column));
            }
            paid.add(Money.parseYuan(line.field(column)));
        }
        Boolean emergency = FLAGS.get(line.field(8));
        return emergency == null
                ? Decision.refuse(RefusalCode.BAD_FLAG, COLUMNS.get(8))
                : Decision.accept(new Visit(
                        line.field(0), resident, line.field(2), visitedOn.get(), paid, line.field(7), emergency));
    }

    private Mono<Void> insert(Chunk chunk, List<Visit> fresh) {
        return database.sql("""
                        INSERT INTO capitation_visit (area, serial, resident_id, institution_code, visited_on,
                            pooled_fund_fen, account_fen, cash_fen, referral_number, emergency, row_digest, import_id,
                            recorded_at)
                        SELECT $1, serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen,
                            cash_fen, nullif(referral_number, ''), emergency, row_digest, $2, $3
                        FROM unnest($4::text[], $5::uuid[], $6::text[], $7::date[], $8::bigint[], $9::bigint[],
                            $10::bigint[], $11::text[], $12::boolean[], $13::text[])
                            AS row (serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen,
                                cash_fen, referral_number, emergency, row_digest)
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.importId())
                .bind(2, chunk.recordedAt())
                .bind(3, Columns.array(fresh, String[]::new, Visit::serial))
                .bind(4, Columns.array(fresh, UUID[]::new, Visit::residentId))
                .bind(5, Columns.array(fresh, String[]::new, Visit::institutionCode))
                .bind(6, Columns.array(fresh, LocalDate[]::new, Visit::visitedOn))
                .bind(
                        7,
                        Columns.array(
                                fresh, Long[]::new, visit -> visit.paid().get(0).fen()))
                .bind(
                        8,
                        Columns.array(
                                fresh, Long[]::new, visit -> visit.paid().get(1).fen()))
                .bind(
                        9,
                        Columns.array(
                                fresh, Long[]::new, visit -> visit.paid().get(2).fen()))
                .bind(10, Columns.array(fresh, String[]::new, Visit::referralNumber))
                .bind(11, Columns.array(fresh, Boolean[]::new, Visit::emergency))
                .bind(12, Columns.array(fresh, String[]::new, Visit::digest))
                .then();
    }
}
