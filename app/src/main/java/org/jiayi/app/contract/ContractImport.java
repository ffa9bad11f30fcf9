package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.IdentityNumber;
import org.jiayi.app.resident.PersonLocks;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in contracts (签约) in file order, by the same rules as a signing on a phone. */
@Component
class ContractImport implements FileKind {

    private static final List<String> COLUMNS = List.of("证件号码", "团队编号", "服务包", "签约日期", "起始日期", "截止日期", "签约渠道");
    private static final Map<String, ServicePackage> PACKAGES =
            Arrays.stream(ServicePackage.values()).collect(Collectors.toMap(ServicePackage::label, value -> value));

    private final PersonLocks locks;
    private final Residents residents;
    private final ContractStore contracts;
    private final Signings signings;

    ContractImport(PersonLocks locks, Residents residents, ContractStore contracts, Signings signings) {
        this.locks = locks;
        this.residents = residents;
        this.contracts = contracts;
        this.signings = signings;
    }

    @Override
    public String code() {
        return "contracts";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** A row whose words make sense, with what it asks for. */
    private record Candidate(CsvLine line, SigningRequest request) {}

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(0)).toList();
        return locks.keepRegistrations(chunk.area())
                .then(Mono.defer(() -> residents.byWrittenNumber(chunk.area(), numbers)))
                .flatMap(known -> {
                    LocalDate today = KnowledgeTime.dayOf(chunk.recordedAt());
                    Tally tally = new Tally();
                    List<Candidate> candidates = new ArrayList<>();
                    for (CsvLine line : chunk.lines()) {
                        tally.sound(line, read(line, known, today))
                                .ifPresent(request -> candidates.add(new Candidate(line, request)));
                    }
                    return signNew(chunk, candidates, tally).thenReturn(tally);
                });
    }

    private static Decision<SigningRequest> read(CsvLine line, Map<String, UUID> residents, LocalDate today) {
        UUID resident = residents.get(line.fields().get(0));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(0));
        }
        ServicePackage servicePackage = PACKAGES.get(line.field(2));
        if (servicePackage == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_PACKAGE, COLUMNS.get(2));
        }
        List<LocalDate> days = new ArrayList<>();
        for (int column = 3; column <= 5; column++) {
            Optional<LocalDate> day = line.day(column);
            if (day.isEmpty()) {
                return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(column));
            }
            days.add(day.get());
        }
        if (isBeforeBirth(days.get(1), line.fields().get(0))) {
            return Decision.refuse(RefusalCode.BEGINS_BEFORE_BIRTH, COLUMNS.get(4));
        }
        if (days.get(0).isAfter(today)) {
            return Decision.refuse(RefusalCode.IN_THE_FUTURE, COLUMNS.get(3));
        }
        return Decision.accept(SigningRequest.onPaper(
                resident,
                line.field(1),
                servicePackage,
                days.get(0),
                days.get(1),
                days.get(2),
                KnowledgeTime.from(days.get(0)),
                line.field(6)));
    }

    /** Where the number says the day of birth, and otherwise nobody asks. */
    private static boolean isBeforeBirth(LocalDate day, String number) {
        return IdentityNumber.parse(number).fold(refusal -> false, sound -> day.isBefore(sound.birthDate()));
    }

    /**
     * A contract that an earlier file brought in the same words is left as it is, one that would outlast the resident's known
     * death is refused; the rest is signed in file order.
     */
    private Mono<Void> signNew(Chunk chunk, List<Candidate> candidates, Tally tally) {
        Set<UUID> people =
                candidates.stream().map(row -> row.request().residentId()).collect(Collectors.toSet());
        return Mono.zip(
                        contracts
                                .broughtBefore(chunk.area(), people, chunk.importId())
                                .collect(Collectors.toSet()),
                        residents.deaths(chunk.area(), people))
                .flatMap(known -> {
                    List<Candidate> fresh = new ArrayList<>();
                    for (Candidate candidate : candidates) {
                        SigningRequest request = candidate.request();
                        LocalDate diedOn = known.getT2().getOrDefault(request.residentId(), LocalDate.MAX);
                        if (known.getT1().contains(ContractStore.Brought.of(request))) {
                            tally.leaveUnchanged();
                        } else if (request.lastDay().isAfter(diedOn)) {
                            tally.refuse(candidate.line(), RefusalCode.RESIDENT_DEAD, COLUMNS.get(5));
                        } else {
                            fresh.add(candidate);
                        }
                    }
                    return sign(chunk, fresh, tally);
                });
    }

    private Mono<Void> sign(Chunk chunk, List<Candidate> fresh, Tally tally) {
        var recording =
                new ContractStore.Recording(Optional.of(chunk.importId()), chunk.uploadedBy(), chunk.recordedAt());
        return signings.sign(
                        chunk.area(), fresh.stream().map(Candidate::request).toList(), recording)
                .doOnNext(decisions -> {
                    for (int i = 0; i < decisions.size(); i++) {
                        tally.sound(fresh.get(i).line(), decisions.get(i)).ifPresent(contract -> tally.accept());
                    }
                })
                .then();
    }
}
