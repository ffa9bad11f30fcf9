package org.jiayi.reports.fundclaim;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Claims to render; every name and number is invented. */
final class FundClaimSamples {

    private FundClaimSamples() {}

    static FundClaimStatement small() {
        return of(List.of(
                new ClaimLine(
                        "H53010200017",
                        "云岭市青石桥街道社区卫生服务中心（云岭市青石桥街道妇女儿童保健与计划生育技术服务中心）",
                        1_204,
                        10_836_000,
                        5_400_000,
                        4_983),
                new ClaimLine("H53010200018", "云岭市龙㐂镇卫生院", 803, 7_227_000, 3_600_000, 4_981),
                new ClaimLine("H53010200019", "=1+1卫生院", 3, -27_000, 0, 10_000)));
    }

    static FundClaimStatement of(List<ClaimLine> lines) {
        return new FundClaimStatement(
                "云岭市",
                "530100",
                "医保统筹基金",
                YearMonth.of(2026, 3),
                "clm_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
                "部分到账",
                LocalDate.of(2026, 5, 8),
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/clm_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b?digest=66c7f0f4",
                lines,
                List.of(
                        new ReceiptLine(LocalDate.of(2026, 4, 30), "622202-20260430-000017", "李䶮", 6_000_000),
                        new ReceiptLine(LocalDate.of(2026, 5, 8), "622202-20260508-000113", "李䶮", 3_000_000)),
                List.of(new CutLine(LocalDate.of(2026, 5, 8), "H53010200017", "重复签约两人", "李䶮", 500_000)),
                lines.stream().mapToLong(ClaimLine::contracts).sum(),
                18_036_000,
                -36_000,
                18_000_000,
                500_000,
                9_000_000,
                8_500_000,
                "51.43%",
                "李䶮",
                "王赟");
    }
}
