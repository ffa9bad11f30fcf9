package org.jiayi.reports.appropriationsummary;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Summaries to render; every name and number is invented. */
final class AppropriationSummarySamples {

    static final String LONG_NAME = "云岭市青石桥街道社区卫生服务中心（云岭市青石桥街道妇女儿童保健与计划生育技术服务中心）";

    private AppropriationSummarySamples() {}

    static AppropriationSummary small() {
        return of(List.of(
                new PayeeLine("H53010200017", LONG_NAME, 17_501, 101_000_005, 80_800_004, 20_200_001, 1_250_030),
                new PayeeLine("H53010200018", "云岭市龙㐂镇卫生院", 8_020, 46_300_110, 37_040_088, 9_260_022, 0),
                new PayeeLine("H53010200019", "云岭市回龙乡卫生院", -3, -12_345, -9_876, -2_469, -500)));
    }

    static AppropriationSummary ofPayees(int count) {
        return of(IntStream.rangeClosed(1, count)
                .mapToObj(number -> new PayeeLine(
                        "H5301%08d".formatted(number), "第" + number + "卫生院", 1_000, 1_000_005, 800_004, 200_001, 4))
                .toList());
    }

    static AppropriationSummary of(List<PayeeLine> payees) {
        return new AppropriationSummary(
                "云岭市",
                "530100",
                "门诊统筹按人头预付",
                "390",
                "城乡居民基本医疗保险",
                YearMonth.of(2026, 3),
                LocalDate.of(2026, 3, 31),
                "JS-530100-390-202603-01",
                "2026-V3",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/JS-530100-390-202603-01?digest=66c7f0f4&totalFen=147287770",
                payees,
                sum(payees, PayeeLine::heads),
                sum(payees, PayeeLine::entitlementFen),
                sum(payees, PayeeLine::prepaymentFen),
                sum(payees, PayeeLine::retentionFen),
                sum(payees, PayeeLine::deductedFen),
                "李䶮",
                "王·麦麦提",
                null);
    }

    private static long sum(List<PayeeLine> payees, ToLongFunction<PayeeLine> column) {
        return payees.stream().mapToLong(column).sum();
    }
}
