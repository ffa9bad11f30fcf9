package org.jiayi.reports.capitationstatement;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import org.jiayi.reports.personmonths.PersonMonthLine;

/** Statements to render; every name and number is invented. */
final class CapitationStatementSamples {

    static final String DIGEST = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    static final List<String> HARD_NAMES = List.of("胡㐂", "李䶮", "阿依古丽·买买提", "陈堃", "王赟", "张𬱖");

    private CapitationStatementSamples() {}

    static CapitationStatement small() {
        return with(HARD_NAMES.stream().map(CapitationStatementSamples::person).toList());
    }

    static CapitationStatement ofPersons(int count) {
        return with(IntStream.rangeClosed(1, count)
                .mapToObj(number -> person("居民" + number))
                .toList());
    }

    static CapitationStatement ofNames(String... names) {
        return with(
                List.of(names).stream().map(CapitationStatementSamples::person).toList());
    }

    static PersonMonthLine person(String name) {
        return new PersonMonthLine(
                name,
                "530102********0019",
                "T-" + (Math.floorMod(name.hashCode(), 20) + 1),
                "65岁及以上·女·高血压",
                1,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31));
    }

    static CapitationStatement with(List<PersonMonthLine> persons) {
        return of(
                List.of(
                        new TariffLine("65岁及以上·女·高血压", "486.00", 1_204),
                        new TariffLine("65岁及以上·男·高血压合并糖尿病", "1234 2/3", 987),
                        new TariffLine("18岁至64岁·一般人群", "102.40", 15_310)),
                persons);
    }

    static CapitationStatement of(List<TariffLine> tariff, List<PersonMonthLine> persons) {
        return of(tariff, persons, tariff.stream().mapToLong(TariffLine::heads).sum(), 0);
    }

    static CapitationStatement of(List<TariffLine> tariff, List<PersonMonthLine> persons, long heads, long missingFen) {
        return new CapitationStatement(
                "云岭市",
                "530100",
                "云岭市青石桥街道社区卫生服务中心",
                "H53010200017",
                "390",
                "城乡居民基本医疗保险",
                YearMonth.of(2026, 3),
                LocalDate.of(2026, 3, 31),
                "JS-530100-390-202603-01",
                "2026-V3",
                DIGEST,
                "https://jiayi.example/api/v1/verifications/JS-530100-390-202603-01?digest=66c7f0f4&totalFen=101000005",
                tariff,
                heads,
                101_000_005,
                80_800_004,
                20_200_001 - missingFen,
                1_250_030,
                302_990_010,
                242_392_008,
                persons);
    }
}
