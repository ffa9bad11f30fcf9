package org.jiayi.app.capitation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * All that a capitation policy compiles to (定额表), one entry for each thing that decides what a head or a payee's month is worth:
 * base, order of the groups, risk groups, grades, top-ups, floor and cap. It is shown, compared, signed and stored as one.
 *
 * @param scheme under which it holds
 */
public record TariffTable(String scheme, List<Entry> entries) {

    /** Changes whenever what the text holds does, so that no two meanings have one digest. */
    private static final String VERSION = "jiayi-tariff-1";

    /**
     * One thing of it.
     *
     * @param part what kind of thing: {@code base}, {@code precedence}, {@code row}, {@code grade}, {@code top_up} or {@code bound}
     * @param key which of them, the same in every policy that has it
     * @param label what people read
     * @param value exact
     */
    public record Entry(String part, String key, String label, String value) {}

    /**
     * An entry that two tables have otherwise.
     *
     * @param before null where the first has none
     * @param after null where the second has none
     */
    public record Difference(
            String part,
            String key,
            String label,
            @Nullable String before,
            @Nullable String after) {}

    public TariffTable {
        entries = List.copyOf(entries);
    }

    /** What a policy compiles to. */
    static TariffTable of(CapitationPolicy policy) {
        List<Entry> entries = new ArrayList<>();
        entries.add(policy.pool()
                .map(pool -> new Entry("base", "pool_fen", "年总额（分），各行为权重", Long.toString(pool.fen())))
                .orElseGet(() -> new Entry(
                        "base", "quota_fen", "人头定额（分/人年）", policy.baseQuota().toString())));
        entries.add(new Entry("base", "prepaid", "预付比例", policy.prepaid().toString()));
        entries.addAll(policy.tariff().entries());
        addGrades(entries, policy.grades());
        addPayees(entries, policy.payees());
        return new TariffTable(policy.scheme().code(), entries);
    }

    private static void addGrades(List<Entry> entries, Grades grades) {
        for (int grade = 0; grade < grades.count(); grade++) {
            if (grades.isReachable(grade)) {
                entries.add(new Entry(
                        "grade",
                        grades.key(grade),
                        "支付比例" + grades.label(grade),
                        grades.rate(grade).toString()));
            }
        }
    }

    private static void addPayees(List<Entry> entries, PayeeRule payees) {
        entries.add(new Entry("base", "payee", "支付对象", payees.level().name().toLowerCase(Locale.ROOT)));
        payees.topUps().stream()
                .flatMap(topUp -> topUp.institutions().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(institution -> entries.add(new Entry(
                        "top_up",
                        institution,
                        payees.topUpNames(institution) + "（分/人年）",
                        payees.topUp(institution).toString())));
        payees.floor().ifPresent(floor -> entries.add(bound("floor_fen", "保底（分/月）", floor.fen())));
        payees.cap().ifPresent(cap -> entries.add(bound("cap_fen", "封顶（分/月）", cap.fen())));
    }

    private static Entry bound(String key, String label, long fen) {
        return new Entry("bound", key, label, Long.toString(fen));
    }

    /** The canonical text: what it comes to, and no label, which may be put into other words. */
    public String text() {
        return entries.stream()
                .map(entry -> escaped(entry.part()) + "|" + escaped(entry.key()) + "|" + escaped(entry.value()))
                .collect(Collectors.joining("\n", VERSION + "|" + scheme + "\n", "\n"));
    }

    /** Names in policies are free text. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n");
    }

    /** What stands for it where it is signed. */
    public String digestSm3() {
        return ContentDigest.of(text()).sm3();
    }

    /** Refused where another table was signed, as where a program reads the document otherwise by now. */
    Decision<TariffTable> requireSigned(String signedSm3) {
        return digestSm3().equals(signedSm3)
                ? Decision.accept(this)
                : Decision.refuse(RefusalCode.TARIFF_NOT_AS_SIGNED);
    }

    /** What a later table has otherwise than this one: this one's entries in their order, then what is new. */
    List<Difference> differences(TariffTable later) {
        Map<List<String>, Entry> before = byKey();
        Map<List<String>, Entry> after = later.byKey();
        Map<List<String>, Entry> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        List<Difference> differences = new ArrayList<>();
        all.forEach((key, entry) -> {
            Entry was = before.get(key);
            Entry is = after.get(key);
            if (was == null || is == null || !was.value().equals(is.value())) {
                differences.add(new Difference(
                        entry.part(),
                        entry.key(),
                        (is == null ? entry : is).label(),
                        was == null ? null : was.value(),
                        is == null ? null : is.value()));
            }
        });
        return differences;
    }

    private Map<List<String>, Entry> byKey() {
        Map<List<String>, Entry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(List.of(entry.part(), entry.key()), entry));
        return byKey;
    }
}
