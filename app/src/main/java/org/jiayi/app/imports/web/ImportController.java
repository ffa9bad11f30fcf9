package org.jiayi.app.imports.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jiayi.api.ImportsApi;
import org.jiayi.api.model.ImportList;
import org.jiayi.app.imports.ImportJob;
import org.jiayi.app.imports.Imports;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.ProblemTexts;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ImportController implements ImportsApi {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Imports imports;
    private final ImportMapper mapper;
    private final ProblemTexts texts;

    ImportController(Imports imports, ImportMapper mapper, ProblemTexts texts) {
        this.imports = imports;
        this.mapper = mapper;
        this.texts = texts;
    }

    /** The body is taken from the exchange as it streams in; the generated parameter would gather it in memory first. */
    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.ImportJob>> uploadImport(
            String area, String kind, Mono<Resource> body, ServerWebExchange exchange) {
        return imports.upload(area, kind, exchange.getRequest().getBody(), Callers.of(exchange))
                .map(mapper::toApi)
                .map(job -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/imports/" + job.getId()))
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(job));
    }

    @Override
    public Mono<ResponseEntity<ImportList>> listImports(String area, ServerWebExchange exchange) {
        return imports.list(area)
                .map(mapper::toApi)
                .collectList()
                .map(jobs -> ResponseEntity.ok(new ImportList().data(jobs)));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.ImportJob>> getImport(String importId, ServerWebExchange exchange) {
        return get(importId).map(job -> {
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
            return (job.isOver() ? answer : answer.header(HttpHeaders.RETRY_AFTER, "1")).body(mapper.toApi(job));
        });
    }

    @Override
    public Mono<ResponseEntity<Resource>> downloadRefusedRows(String importId, ServerWebExchange exchange) {
        Locale locale = exchange.getLocaleContext().getLocale();
        return get(importId)
                .flatMap(job -> imports.refusedRows(job)
                        .map(row -> line(row.line(), row.code(), row.field(), locale == null ? Locale.CHINA : locale))
                        .collect(StringBuilder::new, StringBuilder::append)
                        .map(rows -> csv(job, BYTE_ORDER_MARK + "line,code,column,problem,action\r\n" + rows)));
    }

    private String line(long line, String code, String column, Locale locale) {
        ProblemTexts.Text text = texts.of(RefusalCode.valueOf(code.toUpperCase(Locale.ROOT)), locale);
        return line + "," + code + "," + column + "," + quoted(text.title()) + "," + quoted(text.action()) + "\r\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static ResponseEntity<Resource> csv(ImportJob job, String content) {
        ContentDisposition name = ContentDisposition.attachment()
                .filename(job.kind() + "-refused.csv", StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
                .body(new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)));
    }

    private Mono<ImportJob> get(String importId) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.IMPORT, importId)))
                .flatMap(id -> imports.find(id.area(), id.uuid()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
