package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A published month as a bureau pulls it: statement, manifest, files, links, receipts and revisions. */
@JiayiTest
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsApiTests {

    private static final Consumer<HttpHeaders> PLAIN = headers -> {};
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 20);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final Statements statements;
    private final Downloads downloads;
    private PublishedMonth month;

    StatementsApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            Statements statements,
            Downloads downloads) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.statements = statements;
        this.downloads = downloads;
        clock.moveTo(TODAY);
    }

    @BeforeAll
    void publish_a_month_of_three() {
        month = PublishedMonth.of(http, issuer, 3);
    }

    @Test
    void a_statement_has_a_number_and_the_totals_of_its_batch() {
        var statement = month.statement();
        assertThat(statement.get("number").asString()).isEqualTo(month.county().area() + "-390-2026-01-001");
        assertThat(statement.get("revision").asInt()).isEqualTo(1);
        assertThat(statement.get("status").asString()).isEqualTo("published");
        assertThat(statement.get("lines").asLong()).isEqualTo(3);
        assertThat(statement.get("persons").asLong()).isEqualTo(3);
        assertThat(statement.get("amountFen")).isEqualTo(month.batch().get("prepaymentFen"));
        assertThat(statement.get("entitlementFen")).isEqualTo(month.batch().get("entitlementFen"));
    }

    @Test
    void every_file_is_what_the_manifest_says() throws IOException {
        var manifest = new JsonMapper().readTree(month.manifest());
        assertThat(manifest.get("statement")).isEqualTo(month.statement().get("number"));
        assertThat(manifest.get("batchDigestSm3")).isEqualTo(month.batch().get("digestSm3"));
        assertThat(manifest.get("amountYuan").asString())
                .isEqualTo(new BigDecimal(month.batch().get("prepaymentFen").asLong())
                        .movePointLeft(2)
                        .setScale(2)
                        .toPlainString());
        assertThat(ContentDigest.of(month.manifest()).sm3())
                .isEqualTo(month.statement().get("manifestSm3").asString());
        assertThat(manifest.get("files")).hasSameSizeAs(month.files()).hasSizeGreaterThan(5);
        for (var file : manifest.get("files")) {
            var name = file.get("name").asString();
            var bytes = month.file(name);
            assertThat(bytes).as(name).hasSize(file.get("bytes").asInt());
            assertThat(ContentDigest.of(bytes))
                    .as(name)
                    .isEqualTo(new ContentDigest(
                            file.get("sha256").asString(), file.get("sm3").asString()));
            if (name.endsWith(".gz")) {
                var raw = month.text(name).getBytes(StandardCharsets.UTF_8);
                assertThat(raw).as(name).hasSize(file.get("rawBytes").asInt());
                assertThat(ContentDigest.of(raw))
                        .isEqualTo(new ContentDigest(
                                file.get("rawSha256").asString(),
                                file.get("rawSm3").asString()));
            }
        }
    }

    @Test
    void the_detail_names_columns_lines_and_totals_and_no_person() {
        var lines = month.text("detail-001.csv.gz").split("\r\n", -1);
        assertThat(lines).hasSize(6).endsWith("");
        var columns = new JsonMapper()
                .readTree(month.file("schema.json"))
                .get("detail")
                .valueStream()
                .map(column -> column.get("code").asString())
                .toList();
        assertThat(lines[0]).isEqualTo(String.join(",", columns));
        assertThat(Arrays.asList(lines).subList(1, 4))
                .allMatch(line -> line.split(",", -1).length == columns.size())
                .allMatch(line -> line.contains(",2026-01,1,,"))
                .noneMatch(line -> line.contains("居民") || line.matches(".*\\b[0-9]{17}[0-9X]\\b.*"));
        assertThat(lines[4]).isEqualTo("#TOTAL,3,3");
    }

    @Test
    void the_payees_sum_up_to_the_batch() {
        var lines = month.text("payees.csv.gz").split("\r\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[1]).startsWith("H43990100003,H43990100003,青石社区卫生服务中心,,2,0,");
        assertThat(lines[3]).startsWith("#TOTAL,2,3,0,");
    }

    @Test
    void an_empty_month_has_a_statement_without_lines() {
        var empty = PublishedMonth.of(http, issuer, 0);
        assertThat(empty.statement().get("lines").asLong()).isZero();
        assertThat(empty.statement().get("amountFen").asLong()).isZero();
        assertThat(empty.text("detail-001.csv.gz")).endsWith("tariff_label\r\n#TOTAL,0,0\r\n");
    }

    @Test
    void a_download_is_resumed_and_the_rest_fits() {
        var address = month.path() + "/files/detail-001.csv.gz";
        var whole = month.file("detail-001.csv.gz");
        var head = http.head()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(month.bureau()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
        assertThat(head.getResponseHeaders().getContentLength()).isEqualTo(whole.length);
        var etag = Objects.requireNonNull(head.getResponseHeaders().getETag());
        assertThat(head.getResponseHeaders().getFirst("Repr-Digest"))
                .isEqualTo("sha-256=:"
                        + Base64.getEncoder()
                                .encodeToString(HexFormat.of()
                                        .parseHex(ContentDigest.of(whole).sha256()))
                        + ":");
        var rest = month.get(address, range("bytes=10-", etag));
        assertThat(rest.getStatus().value()).isEqualTo(206);
        assertThat(rest.getResponseHeaders().getFirst(HttpHeaders.CONTENT_RANGE))
                .isEqualTo("bytes 10-" + (whole.length - 1) + "/" + whole.length);
        assertThat(rest.getResponseBody()).isEqualTo(Arrays.copyOfRange(whole, 10, whole.length));
        assertThat(month.get(address, range("bytes=-4", "")).getResponseBody())
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 4, whole.length));
        var other = month.get(address, range("bytes=10-", "\"another\""));
        assertThat(other.getStatus().value()).as("another version").isEqualTo(200);
        assertThat(other.getResponseBody()).isEqualTo(whole);
        assertThat(month.get(address, headers -> headers.setIfNoneMatch(etag))
                        .getStatus()
                        .value())
                .isEqualTo(304);
    }

    private static Consumer<HttpHeaders> range(String range, String ifRange) {
        return headers -> {
            headers.set(HttpHeaders.RANGE, range);
            if (!ifRange.isEmpty()) {
                headers.set(HttpHeaders.IF_RANGE, ifRange);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"bytes=100000000-", "bytes=ten-", "bytes=9-3"})
    void a_range_that_is_none_is_refused(String range) {
        assertThat(month.told(month.path() + "/files/schema.json", month.bureau(), range(range, "")))
                .isEqualTo("416 range_not_satisfiable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..%2F..%2Fkeys%2Fidentity", "%2e%2e", "..", "detail-001.csv.gz%00", "keys", "payees.csv.gz.bak"
            })
    void a_trick_in_a_file_name_leads_nowhere(String name) {
        assertThat(month.toldRaw(month.path() + "/files/" + name)).isIn("404 not_found", "400 invalid_value");
    }

    @Test
    void an_institution_sees_its_own_files_and_nobody_elses() {
        var second = month.county().institution(TestCounty.SECOND_INSTITUTION);
        var own = month.county().get(month.path() + "/files", second).get("data");
        assertThat(own).hasSize(2);
        for (JsonNode file : month.files()) {
            var isOwn = file.path("institutionId").asString("").endsWith(TestCounty.SECOND_INSTITUTION);
            http.get()
                    .uri(month.path() + "/files/" + file.get("name").asString())
                    .headers(headers -> headers.setBearerAuth(second))
                    .header(HttpHeaders.RANGE, "bytes=0-0")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(isOwn ? 206 : 404)
                    .expectBody();
        }
        assertThat(month.told(month.path() + "/manifest", second, PLAIN)).isEqualTo("403 forbidden");
    }

    @Test
    void a_link_lives_fifteen_minutes_and_opens_nothing_by_itself() {
        var link = PublishedMonth.body(month.post(month.path() + "/links", Map.of()))
                .get("data")
                .valueStream()
                .filter(each -> each.get("name").asString().equals("payees.csv.gz"))
                .findFirst()
                .orElseThrow();
        var url = link.get("url").asString();
        assertThat(month.get(url, PLAIN).getResponseBody()).isEqualTo(month.file("payees.csv.gz"));
        http.get().uri(url).exchange().expectStatus().isUnauthorized().expectBody();
        assertThat(month.told(url, issuer.bureau("430000", "wu"), PLAIN)).isEqualTo("404 not_found");
        assertThat(month.told(url, month.county().institution(TestCounty.FIRST_INSTITUTION), PLAIN))
                .as("not theirs")
                .isEqualTo("404 not_found");
        clock.pass(Duration.ofMinutes(15));
        assertThat(month.told(url, month.bureau(), PLAIN)).isEqualTo("410 link_expired");
        clock.moveTo(TODAY);
    }

    @Test
    void every_download_is_written_down() {
        var other = PublishedMonth.of(http, issuer, 1);
        other.file("payees.csv.gz");
        other.get(other.path() + "/files/payees.csv.gz", range("bytes=2-5", ""));
        var downloads = Awaitility.await()
                .until(
                        () -> other.county()
                                .get(other.path() + "/downloads", other.bureau())
                                .get("data"),
                        list -> list.size() == 2 && list.get(1).has("complete"));
        assertThat(downloads.get(1).get("fileName").asString()).isEqualTo("payees.csv.gz");
        assertThat(downloads.get(1).get("caller").asString()).isEqualTo("wu");
        assertThat(downloads.get(1).get("firstByte").asLong()).isEqualTo(2);
        assertThat(downloads.get(1).get("sentBytes").asLong()).isEqualTo(4);
        assertThat(downloads.get(1).get("complete").asBoolean()).isTrue();
    }

    /** The server takes 128 of what it is given ahead of a slow caller. */
    @Test
    void a_file_is_handed_to_the_server_in_pieces_of_eight_kilobytes_at_most() {
        var id = UUID.fromString(month.statement().get("id").asString().substring("sta_439901_".length()));
        var statement =
                Objects.requireNonNull(statements.get(month.county().area(), id).block());
        var everything = new Scope(month.county().area(), Optional.empty(), Optional.empty(), Optional.empty());
        var file = Objects.requireNonNull(statements
                .files(statement, everything)
                .filter(each -> each.mediaType().equals("application/pdf"))
                .blockFirst());
        var slice = new Downloads.Slice(0, file.packed().bytes());
        var pieces = Objects.requireNonNull(downloads
                .send(statement, file, slice, new Caller("wu", Set.of(), everything))
                .map(piece -> {
                    long bytes = piece.readableByteCount();
                    DataBufferUtils.release(piece);
                    return bytes;
                })
                .collectList()
                .block());
        assertThat(pieces).hasSizeGreaterThan(1).allMatch(bytes -> bytes <= 8192);
        assertThat(pieces.stream().mapToLong(Long::longValue).sum()).isEqualTo(slice.bytes());
    }

    @Test
    void more_downloads_at_once_than_there_is_memory_for_are_put_off() {
        var address = month.path() + "/files/payees.csv.gz";
        var others = Flux.range(0, Downloads.AT_ONCE_MAX)
                .flatMap(each -> downloads.inPlace(Mono.never()), Downloads.AT_ONCE_MAX)
                .subscribe();
        assertThat(month.told(address, month.bureau(), PLAIN)).isEqualTo("503 try_again_later");
        others.dispose();
        assertThat(month.file("payees.csv.gz")).isNotEmpty();
    }

    @Test
    void a_receipt_matches_or_is_kept_and_refused_with_both_totals() {
        var other = PublishedMonth.of(http, issuer, 2);
        var address = other.path() + "/totals-receipts";
        var amount = other.statement().get("amountFen").asLong();
        Map<String, Object> right = Map.of("lines", 2, "persons", 2, "amountFen", amount);
        var receipt = PublishedMonth.body(other.post(address, other.bureau(), right, "receipt-1"));
        assertThat(receipt.get("matched").asBoolean()).isTrue();
        assertThat(PublishedMonth.body(other.post(address, other.bureau(), right, "receipt-1")))
                .as("the same again")
                .isEqualTo(receipt);
        Map<String, Object> wrong = Map.of("lines", 2, "persons", 2, "amountFen", amount + 1);
        assertThat(TestCounty.told(other.post(address, wrong))).isEqualTo("409 totals_mismatch");
        assertThat(TestCounty.told(other.post(address, other.bureau(), wrong, "receipt-1")))
                .isEqualTo("422 idempotency_key_reused");
        var kept = other.county().get(address, other.bureau()).get("data");
        assertThat(kept).hasSize(2);
        assertThat(kept.get(1).get("matched").asBoolean()).isFalse();
        assertThat(kept.get(1).at("/theirs/amountFen").asLong()).isEqualTo(amount + 1);
        assertThat(kept.get(1).at("/ours/amountFen").asLong()).isEqualTo(amount);
    }

    @Test
    void a_statement_is_issued_again_and_the_old_revision_stays_readable() {
        var other = PublishedMonth.of(http, issuer, 2);
        var detail = other.file("detail-001.csv.gz");
        Map<String, Object> reason = Map.of("reason", "单位名称更正");
        assertThat(TestCounty.told(other.post(other.path() + "/revisions", other.bureau(), reason, "again-001")))
                .isEqualTo("202");
        assertThat(TestCounty.told(other.post(other.path() + "/revisions", other.bureau(), reason, "again-001")))
                .as("the same again")
                .isEqualTo("202");
        assertThat(TestCounty.told(other.post(other.path() + "/revisions", reason)))
                .isIn("409 reissue_pending", "409 statement_superseded");
        var second = other.revision(2);
        assertThat(second.get("number")).isEqualTo(other.statement().get("number"));
        assertThat(second.get("reason").asString()).isEqualTo("单位名称更正");
        assertThat(other.statements().get(0).get("status").asString()).isEqualTo("superseded");
        assertThat(other.file("detail-001.csv.gz")).isEqualTo(detail);
        var again = other.get("/api/v1/statements/" + second.get("id").asString() + "/files/detail-001.csv.gz", PLAIN);
        assertThat(again.getResponseBody()).as("the same lines, the same bytes").isEqualTo(detail);
        assertThat(TestCounty.told(other.post(other.path() + "/revisions", reason)))
                .isEqualTo("409 statement_superseded");
        assertThat(TestCounty.told(other.post(
                        other.path() + "/totals-receipts", Map.of("lines", 2, "persons", 2, "amountFen", 0))))
                .isEqualTo("409 statement_superseded");
    }

    @Test
    void the_publication_is_told_to_whoever_listens() {
        var events = month.county()
                .get("/api/v1/pooling-areas/" + month.county().area() + "/events?limit=200", month.bureau())
                .get("data")
                .valueStream()
                .filter(event -> event.get("kind").asString().equals("statement.published"))
                .toList();
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.get("subjectId"))
                        .isEqualTo(month.statement().get("id")));
    }

    @Test
    void statements_come_page_by_page_and_by_month() {
        var area = "/api/v1/pooling-areas/" + month.county().area() + "/statements";
        var page = month.county().get(area + "?limit=1&period=2026-01", month.bureau());
        assertThat(page.get("data")).hasSize(1);
        assertThat(page.at("/page/next").isMissingNode()).isTrue();
        var id = month.statement().get("id").asString();
        assertThat(month.county().get(area + "?after=" + id, month.bureau()).get("data"))
                .isEmpty();
        assertThat(month.county().get(area + "?period=2026-02", month.bureau()).get("data"))
                .isEmpty();
    }

    @Test
    void a_touched_file_is_refused_and_never_sent() throws IOException {
        var other = PublishedMonth.of(http, issuer, 1);
        for (JsonNode file : other.files()) {
            var name = file.get("name").asString();
            var address = other.path() + "/files/" + name;
            assertThat(other.file(name)).as(name).isNotEmpty();
            var stored = stored(other, name);
            var bytes = Files.readAllBytes(stored);
            bytes[bytes.length / 2] ^= 1;
            Files.write(stored, bytes);
            assertThat(other.told(address, other.bureau(), PLAIN)).as(name).isEqualTo("500 file_damaged");
            bytes[bytes.length / 2] ^= 1;
            Files.write(stored, bytes);
            assertThat(other.get(address, PLAIN).getResponseBody()).as(name).isEqualTo(bytes);
            Files.delete(stored);
            assertThat(other.told(address, other.bureau(), range("bytes=0-0", "")))
                    .as(name)
                    .isEqualTo("500 file_damaged");
        }
    }

    private Path stored(PublishedMonth other, String name) throws IOException {
        var files = database.data().resolve("files").resolve(other.county().area());
        try (var all = Files.walk(files)) {
            List<Path> found = all.filter(path -> path.endsWith(name)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
