package org.jiayi.app.contract.persistence;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.contract.ContractEvent;
import org.jiayi.app.contract.ContractEventStore;
import org.jiayi.app.contract.ContractStore;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresContractEvents implements ContractEventStore {

    private final DatabaseClient database;

    PostgresContractEvents(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(
            String area,
            List<UUID> eventIds,
            List<ContractEvent> events,
            LocalDate recordedOn,
            ContractStore.Recording recording) {
        return database.sql("""
                        INSERT INTO contract_event (area, event_id, contract_id, version, kind, effective_on, recorded_on,
                            reason, basis, import_id, recorded_by, recorded_at)
                        SELECT $1, event_id, contract_id, version, kind, effective_on, $9, nullif(reason, ''),
                            nullif(basis, ''), $10, $11, $12
                        FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::date[], $7::text[], $8::text[])
                            AS row (event_id, contract_id, version, kind, effective_on, reason, basis)
                        """)
                .bind(0, area)
                .bind(1, eventIds.toArray(UUID[]::new))
                .bind(2, Columns.array(events, UUID[]::new, ContractEvent::contractId))
                .bind(3, Columns.array(events, Integer[]::new, ContractEvent::version))
                .bind(4, Columns.array(events, String[]::new, ContractEvent::kind))
                .bind(5, Columns.array(events, LocalDate[]::new, ContractEvent::effectiveOn))
                .bind(
                        6,
                        Columns.array(
                                events,
                                String[]::new,
                                event -> event.reason().map(EndReason::code).orElse("")))
                .bind(
                        7,
                        Columns.array(
                                events, String[]::new, event -> event.basis().orElse("")))
                .bind(8, recordedOn)
                .bind(9, Columns.orNull(recording.importId(), UUID.class))
                .bind(10, recording.by())
                .bind(11, recording.at())
                .then();
    }

    @Override
    public Flux<PastEvent> endingsOf(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        SELECT contract_id, reason, effective_on, import_id FROM contract_event
                        WHERE area = $1 AND contract_id = ANY ($2) AND kind = 'terminated'
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(row -> new PastEvent(
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.text(row, "reason"),
                        Columns.get(row, "effective_on", LocalDate.class),
                        Columns.find(row, "import_id", UUID.class)))
                .all();
    }
}
