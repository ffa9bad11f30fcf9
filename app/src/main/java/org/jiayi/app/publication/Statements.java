package org.jiayi.app.publication;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.settlement.Fund;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What can be read of statements, and how one is issued again. */
@Component
public class Statements {

    private final StatementStore store;
    private final PublicationJobs jobs;
    private final Batches batches;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Statements(
            StatementStore store,
            PublicationJobs jobs,
            Batches batches,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.jobs = jobs;
        this.batches = batches;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A signature of a manifest, in DER. */
    public record ManifestSignature(String keyId, byte[] bytes) {}

    /**
     * At most {@code limit} statements that the caller may see, in the order of publication, after the given one; every revision
     * is one.
     */
    public Flux<Statement> list(
            String area, Optional<Month> period, Optional<UUID> batchId, Optional<UUID> after, int limit, Scope scope) {
        return store.list(area, new StatementStore.Wanted(period, batchId, after, limit, scope.institution()));
    }

    /** The statement of that id; refused where there is none. */
    public Mono<Statement> get(String area, UUID statementId) {
        return store.find(area, statementId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The statement of that id, if the caller may see statements of its fund; refused as unknown otherwise. */
    public Mono<Statement> get(String area, UUID statementId, Scope scope) {
        return get(area, statementId)
                .filter(statement -> new Fund(statement.fund()).isSeenBy(scope, area))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The very bytes that were signed. */
    public Mono<byte[]> manifest(Statement statement) {
        return store.signed(statement).map(StatementStore.Signed::manifest);
    }

    /** The manifest's signature. */
    public Mono<ManifestSignature> signature(Statement statement, SigningAlgorithm algorithm) {
        return store.signed(statement).map(signed -> switch (algorithm) {
            case SM2 -> new ManifestSignature(signed.sm2Key(), signed.sm2Signature());
            case RSA -> new ManifestSignature(signed.rsaKey(), signed.rsaSignature());
        });
    }

    /** The files within the caller's reach, by name; what is nobody's own is for those who see the whole area. */
    public Flux<StatementFile> files(Statement statement, Scope scope) {
        return store.files(statement)
                .filter(file -> file.institutionCode()
                        .map(code -> scope.reachesInstitution(statement.area(), code))
                        .orElseGet(() -> scope.institution().isEmpty() && scope.reachesArea(statement.area())));
    }

    /** The file of that name; refused where there is none in the caller's reach. */
    public Mono<StatementFile> file(Statement statement, String name, Scope scope) {
        return files(statement, scope)
                .filter(file -> file.name().equals(name))
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** 重发: has the next revision made. Refused where there is one, where one is being made, or once the batch is paid. */
    public Mono<Statement> reissue(String area, UUID statementId, String reason, String key, Caller caller) {
        String content =
                ContentDigest.of("reissue|" + statementId + "|" + reason).sm3();
        return transactions.run(() -> get(area, statementId)
                .flatMap(statement -> keys.once(
                                area,
                                caller,
                                key,
                                content,
                                () -> reissue(statement, reason, caller).thenReturn(statementId.toString()))
                        .thenReturn(statement)));
    }

    private Mono<Void> reissue(Statement statement, String reason, Caller caller) {
        return batches.get(statement.area(), statement.batchId()).flatMap(batch -> {
            if (statement.superseded()) {
                return Mono.error(new Refused(RefusalCode.STATEMENT_SUPERSEDED));
            }
            if (batch.status() != Batch.Status.PUBLISHED) {
                return Mono.error(new Refused(RefusalCode.STATEMENT_PAID));
            }
            return store.addReissue(statement, reason, caller.subject(), clock.instant())
                    .then(Mono.defer(() -> jobs.addRevision(statement)));
        });
    }
}
