package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in referrals (转诊). They are known from the moment they are taken in. */
@Component
class ReferralImport implements FileKind {

    private static final List<String> COLUMNS = List.of("转诊单号", "证件号码", "转出机构代码", "转入机构代码", "开具日期", "有效期至");

    private final ReferralStore store;
    private final Residents residents;
    private final Teams teams;

    ReferralImport(ReferralStore store, Residents residents, Teams teams) {
        this.store = store;
        this.residents = residents;
        this.teams = teams;
    }

    /** What a row is judged by. */
    private record Facts(Map<String, UUID> people, Set<String> institutions, LocalDate today) {}

    @Override
    public String code() {
        return "referrals";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(1)).toList();
        LocalDate today = chunk.recordedOn();
        return Mono.zip(
                        residents.byWrittenNumber(chunk.area(), numbers),
                        teams.institutionNames(chunk.area()),
                        known(chunk))
                .flatMap(known -> {
                    Facts facts = new Facts(known.getT1(), known.getT2().keySet(), today);
                    Tally tally = new Tally();
                    List<Referral> fresh = new ArrayList<>();
                    for (CsvLine line : chunk.lines()) {
                        tally.sound(line, read(line, facts))
                                .filter(referral -> isNew(line, referral, known.getT3(), tally))
                                .ifPresent(fresh::add);
                    }
                    return store.insert(
                                    chunk.area(),
                                    fresh,
                                    Optional.of(chunk.importId()),
                                    chunk.uploadedBy(),
                                    chunk.recordedAt())
                            .thenReturn(tally);
                });
    }

    private Mono<EarlierRows> known(Chunk chunk) {
        List<String> numbers = chunk.lines().stream().map(line -> line.field(0)).toList();
        return store.known(chunk.area(), numbers).collectList().map(rows -> new EarlierRows(chunk.importId(), rows));
    }

    private static boolean isNew(CsvLine line, Referral referral, EarlierRows earlier, Tally tally) {
        return tally.isNew(
                line, earlier.place(referral.number(), referral.digest()), RefusalCode.DUPLICATE_ROW, COLUMNS.get(0));
    }

    private static Decision<Referral> read(CsvLine line, Facts facts) {
        if (!NewVisit.NUMBER.matcher(line.field(0)).matches()) {
            return Decision.refuse(RefusalCode.BAD_SERIAL, COLUMNS.get(0));
        }
        UUID resident = facts.people().get(line.fields().get(1));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(1));
        }
        Optional<String> to = Optional.of(line.field(3)).filter(code -> !code.isEmpty());
        if (!facts.institutions().contains(line.field(2))
                || !to.map(facts.institutions()::contains).orElse(true)) {
            boolean from = facts.institutions().contains(line.field(2));
            return Decision.refuse(RefusalCode.UNKNOWN_INSTITUTION, COLUMNS.get(from ? 3 : 2));
        }
        Optional<LocalDate> issued = line.day(4);
        Optional<LocalDate> last = line.day(5);
        if (issued.isEmpty() || (last.isEmpty() && !line.field(5).isEmpty())) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(issued.isEmpty() ? 4 : 5));
        }
        if (issued.get().isAfter(facts.today())) {
            return Decision.refuse(RefusalCode.IN_THE_FUTURE, COLUMNS.get(4));
        }
        return last.filter(day -> day.isBefore(issued.get())).isPresent()
                ? Decision.refuse(RefusalCode.END_BEFORE_START, COLUMNS.get(5))
                : Decision.accept(new Referral(line.field(0), resident, line.field(2), to, issued.get(), last));
    }
}
