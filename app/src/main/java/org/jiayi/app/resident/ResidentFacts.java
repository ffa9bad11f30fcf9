package org.jiayi.app.resident;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Records what becomes known of a resident. Who tells two things of one resident at the same moment is heard one after the
 * other, under the lock that signing takes as well.
 */
@Component
public class ResidentFacts {

    private static final DatedFacts.Table INCAPACITIES = new DatedFacts.Table(
            "resident_incapacity", List.of("resident_id"), List.of("evidence_kind", "sealed_reference"));

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final DatedFacts facts;
    private final IdentityVault vault;
    private final Residents residents;
    private final ResidentReach reach;
    private final ResidentRevisions revisions;
    private final ResidentDocuments documents;
    private final Circumstances circumstances;
    private final EconomicCategoryNews categoryNews;
    private final Guardians guardians;
    private final Clock clock;

    ResidentFacts(
            DatabaseClient database,
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            DatedFacts facts,
            IdentityVault vault,
            Residents residents,
            ResidentReach reach,
            ResidentRevisions revisions,
            ResidentDocuments documents,
            Circumstances circumstances,
            EconomicCategoryNews categoryNews,
            Guardians guardians,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.facts = facts;
        this.vault = vault;
        this.residents = residents;
        this.reach = reach;
        this.revisions = revisions;
        this.documents = documents;
        this.circumstances = circumstances;
        this.categoryNews = categoryNews;
        this.guardians = guardians;
        this.clock = clock;
    }

    /**
     * Of whom, by whom, and under which key.
     *
     * @param ifMatch the ETag of the resident as the caller saw them; empty where the caller does not mind what was recorded since
     */
    public record Command(String area, UUID residentId, String key, Optional<String> ifMatch, Caller caller) {

        String by() {
            return caller.subject();
        }

        ResidentDocuments.Holder holder() {
            return new ResidentDocuments.Holder(area, residentId, by());
        }
    }

    /** The registration as it is when its lock is had. */
    private record Registered(LocalDate birthDate, int sex, byte[] sealedIdentity, boolean isMerged) {}

    /** Records a further document; the number shown is the newest, those before stay findable. */
    public Mono<CommandKeys.Answer> recordDocument(Command command, ResidentCommands.Document document) {
        return run(
                command,
                "document|" + document.type() + "|" + document.number(),
                registered -> add(command, document, registered));
    }

    /**
     * Withdraws a number that was recorded by mistake, so that its owner can be registered with it. Somebody who would be
     * left without any gets another one in the same act.
     */
    public Mono<CommandKeys.Answer> withdrawDocument(Command command, ResidentCommands.Withdrawal wanted) {
        IdentityNumber number = IdentityNumber.normalise(wanted.number());
        return run(
                command,
                "withdrawal|" + wanted.content(),
                registered -> documents
                        .withdraw(command.holder(), number, wanted.reason())
                        .then(Mono.defer(() -> wanted.isAnothers()
                                ? guardians.leaveToOwner(
                                        command.area(), command.residentId(), number.value(), command.by())
                                : Mono.empty()))
                        .then(Mono.defer(() -> wanted.replacement()
                                .map(document -> add(command, document, registered))
                                .orElseGet(() -> documents.showNewest(command.holder(), shown(command, registered))))));
    }

    private Mono<Void> add(Command command, ResidentCommands.Document document, Registered registered) {
        IdentityNumber number = Refused.orThrow(NewResident.number(document, registered.birthDate(), registered.sex()));
        return documents.add(command.holder(), document.type(), number, shown(command, registered));
    }

    private Identity shown(Command command, Registered registered) {
        return vault.open(command.area(), command.residentId(), registered.sealedIdentity());
    }

    /** Records insurance, economic category or groups on those days. */
    public Mono<CommandKeys.Answer> recordCircumstances(Command command, ResidentCommands.Circumstances wanted) {
        return run(command, "circumstances|" + wanted, registered -> {
            if (wanted.saysNothing()) {
                return Mono.error(new Refused(RefusalCode.NOTHING_RECORDED));
            }
            return circumstances
                    .change(
                            command.area(),
                            List.of(Circumstances.Change.of(command.residentId(), wanted)),
                            command.by())
                    .then(sources(command, wanted))
                    .then(Mono.defer(() -> tellCategory(command, wanted)));
        });
    }

    private Mono<Void> tellCategory(Command command, ResidentCommands.Circumstances wanted) {
        return wanted.economicCategory().isPresent()
                ? categoryNews.categoryRecorded(command.area(), command.residentId(), command.by())
                : Mono.empty();
    }

    private Mono<Void> sources(Command command, ResidentCommands.Circumstances wanted) {
        return Flux.fromIterable(wanted.groups())
                .concatMap(entry -> {
                    List<?> key = List.of(command.residentId(), entry.group().code());
                    return entry.belongs()
                            ? facts.record(
                                    ResidentRegister.GROUPS,
                                    command.area(),
                                    key,
                                    List.of(entry.source()),
                                    wanted.days(),
                                    command.by())
                            : facts.clear(ResidentRegister.GROUPS, command.area(), key, wanted.days(), command.by());
                })
                .then();
    }

    /**
     * Records in which household the resident lives on those days.
     *
     * @param household empty for none
     * @param relationship to its head, two digits of GB/T 4761; empty where there is no household
     */
    public Mono<CommandKeys.Answer> recordHousehold(Command command, String household, String relationship, Days days) {
        String content = String.join("|", "household", household, relationship, days.toString());
        return run(command, content, registered -> {
            if (household.isEmpty() != relationship.isEmpty()) {
                return Mono.error(new Refused(RefusalCode.RELATIONSHIP_MISSING));
            }
            if (!relationship.isEmpty() && Relationship.find(relationship).isEmpty()) {
                return Mono.error(new Refused(RefusalCode.UNKNOWN_RELATIONSHIP));
            }
            return keepFileHousehold(command)
                    .then(facts.record(
                            ResidentRegister.HOUSEHOLDS,
                            command.area(),
                            List.of(command.residentId()),
                            List.of(household, relationship),
                            days,
                            command.by()));
        });
    }

    /** The household that a file named becomes a row like any other before the first one is written beside it. */
    private Mono<Void> keepFileHousehold(Command command) {
        return database.sql("""
                        INSERT INTO resident_household_member (area, resident_id, household, relationship, effective, known,
                            recorded_by, recorded_at)
                        SELECT area, resident_id, household, '', daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', $3
                        FROM resident_resident r
                        WHERE area = $1 AND resident_id = $2 AND household <> '' AND NOT EXISTS (
                            SELECT FROM resident_household_member m WHERE m.area = $1 AND m.resident_id = $2)
                        """)
                .bind(0, command.area())
                .bind(1, command.residentId())
                .bind(2, clock.instant())
                .then();
    }

    /** Records who acts for the resident. */
    public Mono<CommandKeys.Answer> recordGuardian(Command command, ResidentCommands.GuardianEntry entry) {
        return run(
                command,
                "guardian|" + entry.content(),
                registered -> guardians.add(
                        command.area(), command.residentId(), Refused.orThrow(Guardian.read(entry)), command.by()));
    }

    /** Ends a guardianship after one of its days. */
    public Mono<CommandKeys.Answer> endGuardian(Command command, UUID guardianId, LocalDate lastDay) {
        return run(
                command,
                "guardian ends|" + guardianId + "|" + lastDay,
                registered -> guardians
                        .isThere(command.area(), command.residentId(), guardianId)
                        .flatMap(there -> there
                                ? guardians.end(command.area(), command.residentId(), guardianId, lastDay, command.by())
                                : Mono.error(new Refused(RefusalCode.NOT_FOUND))));
    }

    /** Records that the resident is without full capacity on those days. */
    public Mono<CommandKeys.Answer> recordIncapacity(
            Command command, String evidenceKind, String evidenceReference, Days days) {
        String content = String.join("|", "incapacity", evidenceKind, evidenceReference, days.toString());
        return run(
                command,
                content,
                registered -> facts.record(
                        INCAPACITIES,
                        command.area(),
                        List.of(command.residentId()),
                        List.of(
                                evidenceKind,
                                ByteBuffer.wrap(
                                        vault.sealText(command.area(), command.residentId(), evidenceReference))),
                        days,
                        command.by()));
    }

    /** Records that the resident has full capacity after that day, under whichever registration they had not, and what shows it. */
    public Mono<CommandKeys.Answer> endIncapacity(
            Command command, String evidenceKind, String evidenceReference, LocalDate lastDay) {
        return run(
                command,
                String.join("|", "incapacity ends", evidenceKind, evidenceReference, lastDay.toString()),
                registered -> residents
                        .registrationsOf(command.area(), command.residentId())
                        .collectList()
                        .flatMapIterable(registrations -> registrations)
                        .concatMap(registration -> facts.clear(
                                INCAPACITIES,
                                command.area(),
                                List.of(registration),
                                Days.from(lastDay.plusDays(1)),
                                command.by()))
                        .then(Mono.defer(() -> keepEnd(command, evidenceKind, evidenceReference, lastDay))));
    }

    private Mono<Void> keepEnd(Command command, String evidenceKind, String evidenceReference, LocalDate lastDay) {
        return database.sql("""
                        INSERT INTO resident_incapacity_end (area, resident_id, last_day, evidence_kind, sealed_reference,
                            recorded_by, recorded_at)
                        SELECT $1, $2, $3, $4, $5, $6,
                            greatest($7::timestamptz, max(recorded_at) + interval '1 microsecond')
                        FROM resident_incapacity_end WHERE area = $1 AND resident_id = $2
                        """)
                .bind(0, command.area())
                .bind(1, command.residentId())
                .bind(2, lastDay)
                .bind(3, evidenceKind)
                .bind(4, ByteBuffer.wrap(vault.sealText(command.area(), command.residentId(), evidenceReference)))
                .bind(5, command.by())
                .bind(6, clock.instant())
                .then();
    }

    private Mono<CommandKeys.Answer> run(Command command, String content, Function<Registered, Mono<Void>> work) {
        String area = command.area();
        UUID id = command.residentId();
        String digest = vault.rowDigest(id + "|" + content);
        return transactions.run(() -> reach.check(command.caller(), area, id)
                .then(Mono.defer(() -> keys.once(
                        area,
                        command.caller(),
                        command.key(),
                        digest,
                        () -> locks.take(area, id)
                                .then(Mono.defer(() -> registered(area, id)))
                                .delayUntil(registered -> revisions.requireUnchanged(area, id, command.ifMatch()))
                                .flatMap(registered -> registered.isMerged()
                                        ? Mono.<Void>error(new Refused(RefusalCode.RESIDENT_MERGED))
                                        : work.apply(registered))
                                .thenReturn(id.toString())))));
    }

    private Mono<Registered> registered(String area, UUID residentId) {
        return database.sql("""
                        SELECT birth_date, sex, sealed_identity, EXISTS (SELECT FROM resident_merge m
                            WHERE m.area = $1 AND m.merged_id = $2 AND upper_inf(m.known)) AS merged
                        FROM resident_resident WHERE area = $1 AND resident_id = $2
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .map(row -> new Registered(
                        Columns.get(row, "birth_date", LocalDate.class),
                        Columns.get(row, "sex", Integer.class),
                        Columns.get(row, "sealed_identity", byte[].class),
                        Columns.get(row, "merged", Boolean.class)))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
