package org.jiayi.reports.personmonths;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Details to render; every name and number is invented. */
final class PersonMonthDetailSamples {

    private PersonMonthDetailSamples() {}

    static PersonMonthDetail small() {
        return of(
                List.of(person("胡㐂", 1), person("李䶮", 1), person("阿依古丽·买买提", -1))
                        .iterator(),
                1);
    }

    static PersonMonthDetail ofPersons(int count) {
        return of(
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> person("居民" + number, 1))
                        .iterator(),
                count);
    }

    static PersonMonthLine person(String name, long heads) {
        return person(name, "530102********0019", heads);
    }

    static PersonMonthLine person(String name, String document, long heads) {
        return new PersonMonthLine(
                name, document, "T017", "65岁及以上·女·高血压", heads, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
    }

    static PersonMonthDetail of(Iterator<PersonMonthLine> persons, long heads) {
        return new PersonMonthDetail(
                "云岭市",
                "530100",
                "云岭市青石桥街道社区卫生服务中心",
                "H53010200017",
                "390",
                "城乡居民基本医疗保险",
                YearMonth.of(2026, 3),
                LocalDate.of(2026, 3, 31),
                "JS-530100-390-202603-01",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/JS-530100-390-202603-01?digest=66c7f0f4&totalFen=101000005",
                heads,
                101_000_005,
                persons);
    }
}
