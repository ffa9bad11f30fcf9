package org.jiayi.app.publication;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.Batch;
import tools.jackson.databind.json.JsonMapper;

/**
 * 文件清单: the text that is signed and kept exactly as it was. JSON in one form only: fields in this order, a line each, and
 * a line for each file, so that a shell script can read it without a JSON parser.
 */
final class ManifestText {

    private static final String FORMAT = "jiayi-manifest-1";
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final JsonMapper JSON = new JsonMapper();

    private ManifestText() {}

    static byte[] of(Statement statement, Batch batch, List<StatementFile> files, SigningKey sm2, SigningKey rsa) {
        String head = facts(statement, batch, sm2, rsa).entrySet().stream()
                .map(fact -> JSON.writeValueAsString(fact.getKey()) + ":" + JSON.writeValueAsString(fact.getValue()))
                .collect(Collectors.joining(",\n", "{\n", ",\n"));
        String lines = files.stream()
                .sorted(Comparator.comparing(StatementFile::name))
                .map(file -> JSON.writeValueAsString(line(file)))
                .collect(Collectors.joining(",\n", "\"files\":[\n", "\n]\n}\n"));
        return (head + lines).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> facts(Statement statement, Batch batch, SigningKey sm2, SigningKey rsa) {
        StatementTotals totals = statement.totals();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", FORMAT);
        facts.put("statement", statement.number());
        facts.put("revision", statement.revision());
        statement.reason().ifPresent(reason -> facts.put("reason", reason));
        facts.put("area", statement.area());
        facts.put("fund", statement.fund());
        facts.put("period", statement.period().toString());
        facts.put("batchKind", batch.kind());
        facts.put("batchDigestSha256", batch.digestSha256());
        facts.put("batchDigestSm3", batch.digestSm3());
        facts.put(
                "publishedAt",
                statement.publishedAt().atZone(ZONE).toOffsetDateTime().toString());
        facts.put("lines", totals.lines());
        facts.put("persons", totals.persons());
        putMoney(facts, "amount", totals.amountFen());
        putMoney(facts, "entitlement", totals.entitlementFen());
        putMoney(facts, "retention", totals.retentionFen());
        putMoney(facts, "deducted", totals.deductedFen());
        facts.put("sm2KeyId", sm2.keyId());
        facts.put("rsaKeyId", rsa.keyId());
        return facts;
    }

    private static void putMoney(Map<String, Object> facts, String name, long fen) {
        facts.put(name + "Fen", fen);
        facts.put(name + "Yuan", Money.ofFen(fen).toYuan());
    }

    private static Map<String, Object> line(StatementFile file) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", file.name());
        line.put("rows", file.rows());
        line.put("bytes", file.packed().bytes());
        line.put("sha256", file.packed().digest().sha256());
        line.put("sm3", file.packed().digest().sm3());
        line.put("rawBytes", file.raw().bytes());
        line.put("rawSha256", file.raw().digest().sha256());
        line.put("rawSm3", file.raw().digest().sm3());
        return line;
    }
}
