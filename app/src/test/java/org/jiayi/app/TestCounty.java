package org.jiayi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A county of a test's own in a pooling area of its own, brought in through the API as its people would: an administrator
 * opens the area and uploads files, two people of the bureau draft and publish the policies.
 */
public final class TestCounty {

    /** 青石社区卫生服务中心, with the teams T001 and T002. */
    public static final String FIRST_INSTITUTION = "H43990100003";

    /** 白水镇卫生院, with the team T003. */
    public static final String SECOND_INSTITUTION = "H43990100004";

    /** The header of a residents' file. */
    public static final String RESIDENT_COLUMNS = "姓名,证件类型,证件号码,性别,出生日期,联系电话,险种,人群分类,经济类型,监护人姓名,监护人证件号码,与监护人关系,户编号\n";

    /** The header of a contracts' file. */
    public static final String CONTRACT_COLUMNS = "证件号码,团队编号,服务包,签约日期,起始日期,截止日期,签约渠道\n";

    /** The header of an events' file. */
    public static final String EVENT_COLUMNS = "证件号码,事件,最后服务日,登记日期,转入团队\n";

    private static final AtomicInteger OPENED = new AtomicInteger(439900);
    private static final Duration IMPORT_WAIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();
    /** Two institutions. */
    public static final String INSTITUTIONS = """
            机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体
            H43990100003,12439901JG7LCMK11D,青石社区卫生服务中心,社区卫生服务中心,439901,,县医共体
            H43990100004,12439901LCR05DFNF2,白水镇卫生院,乡镇卫生院,439901,,县医共体
            """;
    /** Three teams, the last one of the second institution. */
    public static final String TEAMS = """
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
            T001,第1家庭医生团队,H43990100003,梁平国,D439901000001,护士1,1000
            T002,第2家庭医生团队,H43990100003,梁文平,D439901000002,护士1,1000
            T003,第3家庭医生团队,H43990100004,郭梅磊,D439901000003,护士1,1000
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final String area = Integer.toString(OPENED.incrementAndGet());

    private TestCounty(WebTestClient http, TestIssuer issuer) {
        this.http = http;
        this.issuer = issuer;
    }

    /** A county that has an open area and nothing in it. */
    public static TestCounty open(WebTestClient http, TestIssuer issuer) {
        var county = new TestCounty(http, issuer);
        http.put()
                .uri("/api/v1/pooling-areas/{area}", county.area)
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .bodyValue(Map.of("name", "测试县"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
        return county;
    }

    /** Brings in two institutions with three teams. */
    public TestCounty withTeams() {
        take("institutions", INSTITUTIONS);
        take("teams", TEAMS);
        return this;
    }

    /** The six digits of the pooling area. */
    public String area() {
        return area;
    }

    /** The token of somebody at the county's bureau. */
    public String bureau(String name) {
        return issuer.bureau(area, name);
    }

    /** The token of one of the county's institutions. */
    public String institution(String code) {
        return issuer.institution(area, code);
    }

    /** A policy of the demo, such as {@code contract-fee} or {@code capitation-390}, as its document. */
    public static String demoPolicy(String file) {
        try {
            return new ClassPathResource("demo/policies/" + file + ".json").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The demo's policies: the contract fee and the service packages from 2025 on, the two capitation policies for 2026. */
    public TestCounty withDemoPolicies() {
        publish(demoPolicy("contract-fee"), "2025-01-01", "");
        publish(demoPolicy("service-packages"), "2025-01-01", "");
        publish(demoPolicy("capitation-310"), "2026-01-01", "2027-01-01");
        publish(demoPolicy("capitation-390"), "2026-01-01", "2027-01-01");
        return this;
    }

    /** Has a policy drafted by Chen and published by Zhou; answers with its id. */
    public String publish(String document, String from, String until) {
        var id = Objects.requireNonNull(draft("chen", document, from, until)
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .get("id")
                .asString();
        validation("chen", id, "").expectStatus().isOk().expectBody();
        publication("zhou", id).expectStatus().isOk().expectBody();
        return id;
    }

    /** Has the published policy of the document's name replaced by the document. */
    public void supersede(String document, String from, String until) {
        var old = get("/api/v1/pooling-areas/" + area + "/policies", bureau("chen"))
                .path("data")
                .valueStream()
                .filter(policy -> policy.path("status").asString().equals("published"))
                .filter(policy -> document.contains('"' + policy.path("name").asString() + '"'))
                .map(policy -> policy.path("id").asString())
                .findFirst()
                .orElseThrow();
        var next = Objects.requireNonNull(draft("chen", document, from, until)
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
        validation("chen", next, old).expectStatus().isOk().expectBody();
        publication("zhou", next).expectStatus().isOk().expectBody();
    }

    /** Asks for a draft to be validated; {@code supersedes} may be empty. */
    public WebTestClient.ResponseSpec validation(String name, String policyId, String supersedes) {
        return http.post()
                .uri("/api/v1/policies/{id}/validation", policyId)
                .headers(headers -> headers.setBearerAuth(bureau(name)))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(supersedes.isEmpty() ? Map.of() : Map.of("supersedesId", supersedes))
                .exchange();
    }

    /** Asks for a draft; {@code until} may be empty. */
    public WebTestClient.ResponseSpec draft(String name, String document, String from, String until) {
        Map<String, Object> draft = new LinkedHashMap<>();
        draft.put("effectiveFrom", from);
        if (!until.isEmpty()) {
            draft.put("effectiveUntil", until);
        }
        draft.put("document", JSON.readTree(document));
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/policies", area)
                .headers(headers -> headers.setBearerAuth(bureau(name)))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(draft))
                .exchange();
    }

    /** Asks for a draft to be published. */
    public WebTestClient.ResponseSpec publication(String name, String policyId) {
        return http.post()
                .uri("/api/v1/policies/{id}/publication", policyId)
                .headers(headers -> headers.setBearerAuth(bureau(name)))
                .exchange();
    }

    /** Imports a file of which every row must be accepted. */
    public void take(String kind, String csv) {
        var job = importFile(kind, csv);
        var rows = csv.lines().filter(line -> !line.isBlank()).count() - 1;
        if (job.get("accepted").asLong() != rows) {
            throw new AssertionError(kind + " were not all accepted: " + job);
        }
    }

    /** Imports a file and waits for the end of the job. */
    public JsonNode importFile(String kind, String csv) {
        var id = Objects.requireNonNull(http.post()
                        .uri("/api/v1/pooling-areas/{area}/imports/{kind}", area, kind)
                        .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                        .bodyValue(csv)
                        .exchange()
                        .expectStatus()
                        .isAccepted()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .get("id")
                .asString();
        return await().atMost(IMPORT_WAIT)
                .until(
                        () -> get("/api/v1/imports/" + id, issuer.administrator()),
                        job -> job.get("status").asString().equals("finished"));
    }

    /** What an address answers to that token, which must be 200. */
    public JsonNode get(String address, String token) {
        return Objects.requireNonNull(http.get()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    /** What an officer is told who takes a step with a batch after having looked at what the tag names; null for none. */
    public String step(String officer, JsonNode batch, String step, @Nullable String ifMatch, Map<String, ?> body) {
        return told(http.post()
                .uri("/api/v1/settlement-batches/" + batch.get("id").asString() + "/" + step)
                .headers(headers -> {
                    headers.setBearerAuth(bureau(officer));
                    if (ifMatch != null) {
                        headers.setIfMatch(ifMatch);
                    }
                })
                .bodyValue(body)
                .exchange());
    }

    /** Takes a batch that somebody else computed through 复核, 确认 and 批准. */
    public void approve(JsonNode batch) {
        var etag = '"' + batch.get("digestSm3").asString() + '"';
        assertThat(List.of(
                        step("zheng", batch, "review", etag, Map.of()),
                        step("wu", batch, "confirmation", etag, Map.of()),
                        step("zheng", batch, "approval", etag, Map.of())))
                .containsExactly("200", "200", "202");
    }

    /** What an answer says: its status, and for a refusal the code and the pointer, as {@code 422 bad_amount at /x}. */
    public static String told(WebTestClient.ResponseSpec answer) {
        var result = answer.expectBody(JsonNode.class).returnResult();
        var status = Integer.toString(result.getStatus().value());
        var body = result.getResponseBody();
        if (result.getStatus().is2xxSuccessful() || body == null) {
            return status;
        }
        var pointer = body.at("/errors/0/pointer").asString("");
        return status + " " + body.get("code").asString() + (pointer.isEmpty() ? "" : " at " + pointer);
    }

    /**
     * A row of a residents' file.
     *
     * @param number from {@link #identityNumber}
     * @param scheme 310, 390 or empty
     */
    public static String resident(String name, String number, String scheme, String groups, String category) {
        var birth = number.substring(6, 10) + "-" + number.substring(10, 12) + "-" + number.substring(12, 14);
        var sex = number.charAt(16) % 2 == 1 ? "男" : "女";
        return String.join(
                ",", name, "居民身份证", number, sex, birth, "13800000000", scheme, groups, category, "", "", "", "");
    }

    /**
     * An invented identity number with a right check character.
     *
     * @param order 1 to 999; odd for men
     */
    public static String identityNumber(LocalDate birth, int order) {
        var digits = "439901" + birth.toString().replace("-", "") + "%03d".formatted(order);
        var weighted = 0;
        for (var place = 0; place < digits.length(); place++) {
            weighted += (digits.charAt(place) - '0') * ((1 << (digits.length() - place)) % 11);
        }
        return digits + "10X98765432".charAt(weighted % 11);
    }
}
