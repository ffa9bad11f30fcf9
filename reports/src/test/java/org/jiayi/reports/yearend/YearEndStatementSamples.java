package org.jiayi.reports.yearend;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

/** Year ends to render; every name and number is invented. */
final class YearEndStatementSamples {

    static final String LONG_NAME = "云岭市青石桥街道社区卫生服务中心（云岭市青石桥街道妇女儿童保健与计划生育技术服务中心）";

    private YearEndStatementSamples() {}

    static YearEndStatement small() {
        return of(
                List.of(
                        surplus("H53010200017", LONG_NAME),
                        overspend("H53010200018", "云岭市龙㐂镇卫生院"),
                        surplus("T-䶮·01", "䶮桥村·阿依古丽团队")),
                List.of(
                        new AllianceShareLine("H53010200017", "H53010200017", LONG_NAME, "牵头机构", 600_000),
                        new AllianceShareLine("H53010200017", "H53010200031", "龙㐂村卫生室", "成员机构", 400_000)));
    }

    static YearEndStatement ofPayees(int count) {
        return of(
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> surplus("H5301%08d".formatted(number), "第" + number + "卫生院"))
                        .toList(),
                List.of());
    }

    private static PayeeYearLine surplus(String code, String name) {
        return new PayeeYearLine(
                code,
                name,
                210_012,
                "91.5",
                "0.95",
                120_000_000,
                100_000_000,
                12_000_000,
                8_000_000,
                5_000_000,
                3_000_000,
                12_000_000,
                11_400_000,
                600_000,
                108_000_000,
                104_400_000,
                -3_600_000,
                0,
                0);
    }

    private static PayeeYearLine overspend(String code, String name) {
        return new PayeeYearLine(
                code,
                name,
                96_240,
                "78",
                "39/40",
                55_560_132,
                58_000_000,
                1_000_001,
                -3_439_869,
                -1_000_000,
                -2_439_869,
                5_556_013,
                5_417_113,
                138_900,
                50_004_119,
                56_861_100,
                6_856_981,
                -1_200_000,
                0);
    }

    static YearEndStatement of(List<PayeeYearLine> payees, List<AllianceShareLine> shares) {
        return new YearEndStatement(
                "云岭市",
                "530100",
                "390",
                "城乡居民基本医疗保险",
                YearMonth.of(2026, 12),
                LocalDate.of(2027, 2, 28),
                "yre_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
                "云岭市门诊统筹年终清算办法（2026-01-01）",
                "已批准",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/yre_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b?digest=66c7f0f4",
                payees,
                shares,
                "李䶮",
                "王赟");
    }
}
