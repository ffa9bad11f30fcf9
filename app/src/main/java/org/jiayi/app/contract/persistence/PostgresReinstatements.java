package org.jiayi.app.contract.persistence;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractStore;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.contract.EndedByDeath;
import org.jiayi.app.contract.Reinstatement;
import org.jiayi.app.contract.ReinstatementStore;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresReinstatements implements ReinstatementStore {

    private final DatabaseClient database;

    PostgresReinstatements(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<EndedByDeath> endedByDeath(String area, UUID residentId) {
        return database.sql("""
                        WITH last AS (
                            SELECT DISTINCT ON (contract_id) contract_id, version, end_reason, upper_inf(known) AS is_known
                            FROM contract_version WHERE %s ORDER BY contract_id, version DESC)
                        %s WHERE area = $1 AND contract_id IN (SELECT last.contract_id FROM last WHERE CASE
                            WHEN last.is_known THEN last.end_reason = 'death'
                            ELSE EXISTS (SELECT FROM contract_event e WHERE e.area = $1 AND e.contract_id = last.contract_id
                                AND e.version = last.version AND e.kind = 'withdrawn' AND e.reason = 'death') END)
                        ORDER BY contract_id, version
                        """.formatted(ContractRows.OF_PERSON, ContractRows.VERSION))
                .bind(0, area)
                .bind(1, residentId)
                .map(ContractRows::version)
                .all()
                .collectList()
                .flatMapIterable(PostgresReinstatements::ended);
    }

    private static List<EndedByDeath> ended(List<ContractVersion> versions) {
        Map<UUID, ContractVersion> latest = new LinkedHashMap<>();
        Map<UUID, ContractVersion> before = new HashMap<>();
        for (ContractVersion version : versions) {
            latest.put(version.contractId(), version);
            if (!version.endReason().equals(Optional.of(EndReason.DEATH))) {
                before.put(version.contractId(), version);
            }
        }
        return latest.values().stream()
                .map(last -> new EndedByDeath(last, Objects.requireNonNull(before.get(last.contractId()))))
                .sorted(Comparator.comparing(
                        (EndedByDeath ended) -> ended.before().term().from()))
                .toList();
    }

    /** What ended is closed before anything is added; what was undone is closed already. */
    @Override
    public Mono<Void> reinstate(String area, List<Reinstatement> reinstatements, ContractStore.Recording recording) {
        if (reinstatements.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::int[], $4::int[], $5::timestamptz[])
                                AS row (contract_id, latest, restored, known_from)
                        ), closed AS (
                            UPDATE contract_version c SET known = tstzrange(lower(c.known), i.known_from),
                                closed_at = greatest(i.known_from, $8)
                            FROM incoming i
                            WHERE c.area = $1 AND c.contract_id = i.contract_id AND c.version = i.latest AND upper_inf(c.known)
                            RETURNING c.contract_id
                        )
                        INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code,
                            service_package, signed_on, term, known, channel, origin, follows, suspended, confirm_until,
                            pay_until, over_capacity, end_reason, import_id, recorded_by, recorded_at)
                        SELECT area, contract_id, i.latest + 1, resident_id, team_number, institution_code, service_package,
                            signed_on, term, tstzrange(i.known_from, NULL), channel, origin, follows, suspended, confirm_until,
                            pay_until, over_capacity, end_reason, $6, $7, $8
                        FROM incoming i JOIN contract_version r USING (contract_id)
                        WHERE r.area = $1 AND r.version = i.restored AND (SELECT count(*) FROM closed) >= 0
                            AND NOT EXISTS (SELECT FROM contract_version later WHERE later.area = $1
                                AND later.contract_id = i.contract_id AND later.version > i.latest)
                        """)
                .bind(0, area)
                .bind(1, Columns.array(reinstatements, UUID[]::new, Reinstatement::contractId))
                .bind(2, Columns.array(reinstatements, Integer[]::new, Reinstatement::version))
                .bind(3, Columns.array(reinstatements, Integer[]::new, Reinstatement::restored))
                .bind(4, Columns.array(reinstatements, Instant[]::new, Reinstatement::knownFrom))
                .bind(5, Columns.orNull(recording.importId(), UUID.class))
                .bind(6, recording.by())
                .bind(7, recording.at())
                .fetch()
                .rowsUpdated()
                .flatMap(added -> added == reinstatements.size()
                        ? Mono.empty()
                        : Mono.error(new Refused(RefusalCode.PRECONDITION_FAILED)));
    }
}
