package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 居民登记: registers one resident, once per key; a document that is known already is refused. */
@Component
public class ResidentRegister {

    static final DatedFacts.Table GROUPS =
            new DatedFacts.Table("resident_group", List.of("resident_id", "population_group"), List.of("source"));
    static final DatedFacts.Table HOUSEHOLDS = new DatedFacts.Table(
            "resident_household_member", List.of("resident_id"), List.of("household", "relationship"));

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final DatedFacts facts;
    private final IdentityVault vault;
    private final Circumstances circumstances;
    private final Guardians guardians;
    private final Clock clock;

    ResidentRegister(
            DatabaseClient database,
            ShieldedTransactions transactions,
            CommandKeys keys,
            DatedFacts facts,
            IdentityVault vault,
            Circumstances circumstances,
            Guardians guardians,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.keys = keys;
        this.facts = facts;
        this.vault = vault;
        this.circumstances = circumstances;
        this.guardians = guardians;
        this.clock = clock;
    }

    /** Registers; the answer's id is the resident's. What the key stands for is kept as a keyed hash only. */
    public Mono<CommandKeys.Answer> register(
            String area, ResidentCommands.Registration registration, String key, Caller caller) {
        String content = vault.rowDigest(registration.content());
        return transactions.run(() -> keys.once(area, caller, key, content, () -> {
            NewResident resident = Refused.orThrow(NewResident.read(registration, LocalDate.now(clock)));
            UUID id = UuidCreator.getTimeOrderedEpoch();
            String by = caller.subject();
            return insert(area, id, resident, content, caller)
                    .then(circumstances.begin(area, id, registration, by))
                    .then(groups(area, id, registration, by))
                    .then(household(area, id, registration, by))
                    .then(resident.guardian()
                            .map(guardian -> guardians.add(area, id, guardian, by))
                            .orElseGet(Mono::empty))
                    .thenReturn(id.toString());
        }));
    }

    /** The person and their document in one statement; a document that somebody holds makes the whole fail. */
    private Mono<Void> insert(String area, UUID id, NewResident resident, String digest, Caller caller) {
        ResidentCommands.Registration wanted = resident.registration();
        Optional<String> number = resident.number().map(IdentityNumber::value);
        Identity identity = new Identity(
                wanted.name().strip(), number.orElse(""), wanted.phone().strip(), "", "", "");
        return database.sql("""
                        WITH person AS (
                            INSERT INTO resident_resident (area, resident_id, document_type, document_index,
                                sealed_identity, birth_date, sex, household, row_digest, recorded_at, registered_by,
                                registered_team, registered_institution)
                            VALUES ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7, '', $8, $9, $10, $11,
                                coalesce($12, (SELECT institution_code FROM organisation_team
                                    WHERE area = $1 AND number = $11)))
                        )
                        INSERT INTO resident_document (area, resident_id, ordinal, document_type, document_index, known,
                            recorded_by, recorded_at)
                        SELECT $1, $2, 1, $3, decode($4, 'hex'), tstzrange($9, NULL), $10, $9 WHERE $4 IS NOT NULL
                        """)
                .bind(0, area)
                .bind(1, id)
                .bind(
                        2,
                        Columns.orNull(
                                wanted.document()
                                        .map(document -> document.type().code()),
                                String.class))
                .bind(3, Columns.orNull(number.map(vault::index), String.class))
                .bind(4, HexFormat.of().formatHex(vault.seal(area, id, identity)))
                .bind(5, wanted.birthDate())
                .bind(6, wanted.sex())
                .bind(7, digest)
                .bind(8, clock.instant())
                .bind(9, caller.subject())
                .bind(10, Columns.orNull(caller.scope().team(), String.class))
                .bind(11, Columns.orNull(caller.scope().institution(), String.class))
                .then();
    }

    private Mono<Void> groups(String area, UUID id, ResidentCommands.Registration wanted, String by) {
        Days days = Days.from(LocalDate.now(clock));
        return Flux.fromIterable(wanted.groups())
                .filter(ResidentCommands.GroupEntry::belongs)
                .concatMap(entry -> facts.record(
                        GROUPS, area, List.of(id, entry.group().code()), List.of(entry.source()), days, by))
                .then();
    }

    private Mono<Void> household(String area, UUID id, ResidentCommands.Registration wanted, String by) {
        return wanted.household().isEmpty()
                ? Mono.empty()
                : facts.record(
                        HOUSEHOLDS,
                        area,
                        List.of(id),
                        List.of(wanted.household(), wanted.householdRelationship()),
                        Days.from(LocalDate.now(clock)),
                        by);
    }
}
