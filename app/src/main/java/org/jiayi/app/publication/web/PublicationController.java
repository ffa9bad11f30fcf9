package org.jiayi.app.publication.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.PublicationApi;
import org.jiayi.api.model.CountedTotals;
import org.jiayi.api.model.DownloadPage;
import org.jiayi.api.model.FileLinkList;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.PublicKeyList;
import org.jiayi.api.model.Reissue;
import org.jiayi.api.model.StatementFileList;
import org.jiayi.api.model.StatementPage;
import org.jiayi.api.model.TotalsReceipt;
import org.jiayi.api.model.TotalsReceiptList;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.publication.Downloads;
import org.jiayi.app.publication.FileLinks;
import org.jiayi.app.publication.SigningAlgorithm;
import org.jiayi.app.publication.SigningKeys;
import org.jiayi.app.publication.Statement;
import org.jiayi.app.publication.Statements;
import org.jiayi.app.publication.TotalsReceipts;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
class PublicationController implements PublicationApi {

    private final Statements statements;
    private final FileLinks links;
    private final Downloads downloads;
    private final TotalsReceipts receipts;
    private final SigningKeys keys;
    private final FileAnswers answers;
    private final PublicationMapper mapper;

    PublicationController(
            Statements statements,
            FileLinks links,
            Downloads downloads,
            TotalsReceipts receipts,
            SigningKeys keys,
            FileAnswers answers,
            PublicationMapper mapper) {
        this.statements = statements;
        this.links = links;
        this.downloads = downloads;
        this.receipts = receipts;
        this.keys = keys;
        this.answers = answers;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<StatementPage>> listStatements(
            String area,
            @Nullable String period,
            @Nullable String batchId,
            Integer limit,
            @Nullable String after,
            ServerWebExchange exchange) {
        return statements
                .list(
                        area,
                        Optional.ofNullable(period).map(Month::parse),
                        Optional.ofNullable(batchId).map(id -> uuid(PublicId.Kind.BATCH, id)),
                        Optional.ofNullable(after).map(id -> uuid(PublicId.Kind.STATEMENT, id)),
                        limit + 1,
                        Callers.of(exchange).scope())
                .map(mapper::toApi)
                .collectList()
                .map(rows -> {
                    List<org.jiayi.api.model.Statement> data =
                            rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(data.get(limit - 1).getId());
                    }
                    return ResponseEntity.ok(new StatementPage(data, page));
                });
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Statement>> getStatement(
            String statementId, ServerWebExchange exchange) {
        return find(statementId, exchange).map(mapper::toApi).map(ResponseEntity::ok);
    }

    @Override
    public Mono<ResponseEntity<Resource>> getManifest(String statementId, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> statements
                        .manifest(statement)
                        .map(manifest -> ResponseEntity.ok()
                                .eTag('"' + statement.manifestSm3() + '"')
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(new ByteArrayResource(manifest))));
    }

    @Override
    public Mono<ResponseEntity<Resource>> getSignature(
            String statementId, String algorithm, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> statements.signature(
                        statement, algorithm.equals("sm2") ? SigningAlgorithm.SM2 : SigningAlgorithm.RSA))
                .map(signature -> ResponseEntity.ok()
                        .header("Key-Id", signature.keyId())
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(new ByteArrayResource(signature.bytes())));
    }

    @Override
    public Mono<ResponseEntity<StatementFileList>> listStatementFiles(String statementId, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> statements
                        .files(statement, Callers.of(exchange).scope())
                        .map(file -> mapper.toApi(file, statement.area()))
                        .collectList())
                .map(files -> ResponseEntity.ok(new StatementFileList(files)));
    }

    /** The answer is written here and not by Spring, so nothing is left to return. */
    @Override
    public Mono<ResponseEntity<Resource>> downloadFile(
            String statementId, String fileName, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> download(statement, fileName, exchange))
                .then(Mono.empty());
    }

    @Override
    public Mono<ResponseEntity<FileLinkList>> makeLinks(String statementId, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> links.make(statement, Callers.of(exchange))
                        .map(link -> mapper.toApi(link, statement.area()))
                        .collectList())
                .map(made -> ResponseEntity.status(201).body(new FileLinkList(made)));
    }

    @Override
    public Mono<ResponseEntity<Resource>> downloadByLink(String linkId, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.FILE_LINK, linkId)))
                .flatMap(id -> links.follow(id.area(), id.uuid())
                        .flatMap(link -> statements
                                .get(id.area(), link.statementId())
                                .flatMap(statement -> download(statement, link.name(), exchange))))
                .then(Mono.empty());
    }

    private Mono<Void> download(Statement statement, String name, ServerWebExchange exchange) {
        return statements
                .file(statement, name, Callers.of(exchange).scope())
                .flatMap(file -> answers.write(statement, file, exchange));
    }

    @Override
    public Mono<ResponseEntity<DownloadPage>> listDownloads(
            String statementId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor = Optional.ofNullable(after).map(id -> uuid(PublicId.Kind.DOWNLOAD, id));
        return find(statementId, exchange)
                .flatMap(statement -> downloads
                        .list(statement, cursor, limit + 1)
                        .map(download -> mapper.toApi(download, statement.area()))
                        .collectList())
                .map(rows -> {
                    List<org.jiayi.api.model.Download> data =
                            rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(data.get(limit - 1).getId());
                    }
                    return ResponseEntity.ok(new DownloadPage(data, page));
                });
    }

    @Override
    public Mono<ResponseEntity<TotalsReceiptList>> listTotalsReceipts(String statementId, ServerWebExchange exchange) {
        return find(statementId, exchange)
                .flatMap(statement -> receipts.list(statement)
                        .map(receipt -> mapper.toApi(receipt, statement))
                        .collectList())
                .map(list -> ResponseEntity.ok(new TotalsReceiptList(list)));
    }

    @Override
    public Mono<ResponseEntity<TotalsReceipt>> giveTotalsReceipt(
            String idempotencyKey, String statementId, Mono<CountedTotals> totals, ServerWebExchange exchange) {
        return totals.flatMap(counted -> find(statementId, exchange)
                .flatMap(statement -> receipts.give(
                                statement,
                                new TotalsReceipts.Counted(
                                        counted.getLines(), counted.getPersons(), counted.getAmountFen()),
                                idempotencyKey,
                                Callers.of(exchange))
                        .flatMap(answer -> receipts.list(statement)
                                .filter(receipt ->
                                        receipt.receiptId().toString().equals(answer.id()))
                                .singleOrEmpty()
                                .map(receipt -> Created.at(
                                        "/api/v1/statements/" + statementId + "/totals-receipts",
                                        answer,
                                        mapper.toApi(receipt, statement))))));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Statement>> reissueStatement(
            String idempotencyKey, String statementId, Mono<Reissue> reissue, ServerWebExchange exchange) {
        PublicId id = id(statementId);
        return reissue.flatMap(wanted -> statements.reissue(
                        id.area(), id.uuid(), wanted.getReason(), idempotencyKey, Callers.of(exchange)))
                .map(statement -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/pooling-areas/" + id.area() + "/statements?batchId="
                                + PublicId.of(PublicId.Kind.BATCH, id.area(), statement.batchId())))
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(mapper.toApi(statement)));
    }

    @Override
    public Mono<ResponseEntity<PublicKeyList>> listKeys(ServerWebExchange exchange) {
        return published()
                .map(all -> ResponseEntity.ok(
                        new PublicKeyList(all.stream().map(mapper::toApi).toList())));
    }

    @Override
    public Mono<ResponseEntity<Resource>> getKey(String keyId, ServerWebExchange exchange) {
        return published()
                .map(all -> all.stream()
                        .filter(key -> key.keyId().equals(keyId))
                        .findFirst()
                        .orElseThrow(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(key -> ResponseEntity.ok()
                        .contentType(MediaType.valueOf("application/x-pem-file"))
                        .body(new ByteArrayResource(key.pem().getBytes(StandardCharsets.US_ASCII))));
    }

    private Mono<List<SigningKeys.Published>> published() {
        return Mono.fromCallable(keys::published).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Statement> find(String statementId, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> id(statementId))
                .flatMap(id -> statements.get(
                        id.area(), id.uuid(), Callers.of(exchange).scope()));
    }

    private static PublicId id(String statementId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.STATEMENT, statementId));
    }

    private static UUID uuid(PublicId.Kind kind, String text) {
        return Refused.orThrow(PublicId.parse(kind, text)).uuid();
    }
}
