package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A resident as a row of a county's file describes them, checked.
 *
 * @param number in standard form where the document has one, as written otherwise
 * @param sex GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unspecified
 * @param scheme 310 or 390; empty where not insured in the pool
 * @param populationGroups sum of {@link PopulationGroup#mask()}
 */
record ResidentEntry(
        Identity identity,
        IdentityNumber number,
        DocumentType documentType,
        LocalDate birthDate,
        int sex,
        Optional<InsuranceScheme> scheme,
        int populationGroups,
        EconomicCategory economicCategory,
        String household) {

    static final List<String> COLUMNS = List.of(
            "姓名", "证件类型", "证件号码", "性别", "出生日期", "联系电话", "险种", "人群分类", "经济类型", "监护人姓名", "监护人证件号码", "与监护人关系", "户编号");

    private static final Map<String, PopulationGroup> GROUPS = Arrays.stream(PopulationGroup.values())
            .collect(Collectors.toMap(PopulationGroup::label, Function.identity()));
    private static final Map<String, EconomicCategory> CATEGORIES = Arrays.stream(EconomicCategory.values())
            .collect(Collectors.toMap(EconomicCategory::label, Function.identity()));
    private static final Map<String, Integer> SEXES = Map.of("未知", 0, "男", 1, "女", 2, "未说明", 9);

    /** Reads a row; the first rule it breaks is what it is refused for. */
    static Decision<ResidentEntry> read(CsvLine line, LocalDate today) {
        if (line.field(0).isEmpty()) {
            return Decision.refuse(RefusalCode.EMPTY_NAME, COLUMNS.get(0));
        }
        return DocumentType.find(line.field(1))
                .map(type -> number(type, line.fields().get(2)).then(number -> read(line, type, number, today)))
                .orElseGet(() -> Decision.refuse(RefusalCode.UNKNOWN_DOCUMENT_TYPE, COLUMNS.get(1)));
    }

    private static Decision<IdentityNumber> number(DocumentType type, String written) {
        return type.read(written).fold(refusal -> Decision.refuse(refusal.code(), COLUMNS.get(2)), Decision::accept);
    }

    private static Decision<ResidentEntry> read(
            CsvLine line, DocumentType type, IdentityNumber number, LocalDate today) {
        Optional<LocalDate> birth = line.day(4);
        Integer sex = SEXES.get(line.field(3));
        if (birth.isEmpty() || birth.get().isAfter(today)) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(4));
        }
        if (type.isChecked(number) && !birth.get().equals(number.birthDate())) {
            return Decision.refuse(RefusalCode.BIRTH_MISMATCH, COLUMNS.get(4));
        }
        if (sex == null || (type.isChecked(number) && sex != number.sex())) {
            return Decision.refuse(RefusalCode.SEX_MISMATCH, COLUMNS.get(3));
        }
        return circumstances(line, type, number, birth.get(), sex);
    }

    private static Decision<ResidentEntry> circumstances(
            CsvLine line, DocumentType type, IdentityNumber number, LocalDate birth, int sex) {
        Optional<InsuranceScheme> scheme = InsuranceScheme.find(line.field(6));
        if (scheme.isEmpty() && !line.field(6).isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_SCHEME, COLUMNS.get(6));
        }
        int groups = 0;
        for (String label :
                line.field(7).isEmpty() ? new String[0] : line.field(7).split("[;；]")) {
            PopulationGroup group = GROUPS.get(label.strip());
            if (group == null) {
                return Decision.refuse(RefusalCode.UNKNOWN_GROUP, COLUMNS.get(7));
            }
            groups |= group.mask();
        }
        EconomicCategory category = CATEGORIES.get(line.field(8));
        if (category == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_ECONOMIC_CATEGORY, COLUMNS.get(8));
        }
        Identity identity = new Identity(
                line.field(0), number.value(), line.field(5), line.field(9), line.field(10), line.field(11));
        return Decision.accept(
                new ResidentEntry(identity, number, type, birth, sex, scheme, groups, category, line.field(12)));
    }
}
