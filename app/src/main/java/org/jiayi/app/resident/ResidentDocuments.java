package org.jiayi.app.resident;

import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps the numbers by which a resident is found (证件登记); of those that are valid the newest is shown. A number is one
 * resident's while it is known to be; one that was recorded by mistake is closed and stays readable as what was known.
 * To be called under the resident's lock.
 */
@Component
class ResidentDocuments {

    private final DatabaseClient database;
    private final IdentityVault vault;
    private final Clock clock;

    ResidentDocuments(DatabaseClient database, IdentityVault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** Whose documents, and by whom. */
    record Holder(String area, UUID residentId, String by) {}

    /** Records a further document of somebody who was shown as that until now. */
    Mono<Void> add(Holder holder, DocumentType type, IdentityNumber number, Identity shown) {
        return database.sql("""
                        INSERT INTO resident_document (area, resident_id, ordinal, document_type, document_index, known,
                            recorded_by, recorded_at)
                        SELECT $1, $2, 1 + (SELECT count(*) FROM resident_document WHERE area = $1 AND resident_id = $2),
                            $3, decode($4, 'hex'), tstzrange($5, NULL), $6, $5
                        """)
                .bind(0, holder.area())
                .bind(1, holder.residentId())
                .bind(2, type.code())
                .bind(3, vault.index(number.value()))
                .bind(4, clock.instant())
                .bind(5, holder.by())
                .then()
                .then(show(holder, shown.numbered(number.value())));
    }

    /** Withdraws a number; refused where the resident is not known by it. */
    Mono<Void> withdraw(Holder holder, IdentityNumber number, String reason) {
        return database.sql("""
                        UPDATE resident_document
                        SET known = tstzrange(lower(known), greatest($4, lower(known) + interval '1 microsecond')),
                            withdrawn_by = $5, withdrawal_reason = $6
                        WHERE area = $1 AND resident_id = $2 AND document_index = decode($3, 'hex') AND upper_inf(known)
                        """)
                .bind(0, holder.area())
                .bind(1, holder.residentId())
                .bind(2, vault.index(number.value()))
                .bind(3, clock.instant())
                .bind(4, holder.by())
                .bind(5, reason)
                .fetch()
                .rowsUpdated()
                .flatMap(withdrawn ->
                        withdrawn > 0 ? Mono.empty() : Mono.error(new Refused(RefusalCode.DOCUMENT_NOT_HELD)));
    }

    /** Shows the newest of the numbers that are left; refused where none is. */
    Mono<Void> showNewest(Holder holder, Identity shown) {
        return newest(holder)
                .filter(index -> !index.equals(vault.index(shown.documentNumber())))
                .flatMap(index -> formerNumber(holder, index))
                .flatMap(number -> show(holder, shown.numbered(number)));
    }

    private Mono<String> newest(Holder holder) {
        return database.sql("""
                        SELECT encode(document_index, 'hex') FROM resident_document
                        WHERE area = $1 AND resident_id = $2 AND upper_inf(known) ORDER BY ordinal DESC LIMIT 1
                        """)
                .bind(0, holder.area())
                .bind(1, holder.residentId())
                .mapValue(String.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ONLY_DOCUMENT)));
    }

    /** The number of that blind index: every number was shown once, and is sealed in what the resident was taken for then. */
    private Mono<String> formerNumber(Holder holder, String index) {
        return database.sql("SELECT sealed_identity FROM resident_former_identity WHERE area = $1 AND resident_id = $2")
                .bind(0, holder.area())
                .bind(1, holder.residentId())
                .mapValue(byte[].class)
                .all()
                .collectList()
                .map(formers -> numberOf(holder, index, formers)
                        .orElseThrow(() -> new IllegalStateException("a number that was never shown")));
    }

    private Optional<String> numberOf(Holder holder, String index, List<byte[]> formers) {
        return formers.stream()
                .map(bytes ->
                        vault.open(holder.area(), holder.residentId(), bytes).documentNumber())
                .filter(number -> vault.index(number).equals(index))
                .findFirst();
    }

    /** One statement: who the resident was taken to be is kept beside who they are now. */
    private Mono<Void> show(Holder holder, Identity identity) {
        return database.sql("""
                        WITH former AS (
                            INSERT INTO resident_former_identity (area, resident_id, ordinal, sealed_identity, known_until,
                                replaced_by)
                            SELECT area, resident_id, 1 + (SELECT count(*) FROM resident_former_identity
                                WHERE area = $1 AND resident_id = $2), sealed_identity, $4, $5
                            FROM resident_resident WHERE area = $1 AND resident_id = $2
                        )
                        UPDATE resident_resident SET sealed_identity = decode($3, 'hex')
                        WHERE area = $1 AND resident_id = $2
                        """)
                .bind(0, holder.area())
                .bind(1, holder.residentId())
                .bind(2, HexFormat.of().formatHex(vault.seal(holder.area(), holder.residentId(), identity)))
                .bind(3, clock.instant())
                .bind(4, holder.by())
                .then();
    }
}
