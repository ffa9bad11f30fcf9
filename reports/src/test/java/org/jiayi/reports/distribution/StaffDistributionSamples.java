package org.jiayi.reports.distribution;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Distributions to render; every name and number is invented. */
final class StaffDistributionSamples {

    private StaffDistributionSamples() {}

    static StaffDistributionSheet small() {
        return of(
                List.of(
                        new MemberLine("李䶮", "120.5", 3_012_500),
                        new MemberLine("胡㐂", "80", 2_000_000),
                        new MemberLine("阿依古丽·买买提·阿卜杜热合曼·吐尔逊江·玉素甫", "99.5", 2_487_500)),
                7_500_000);
    }

    static StaffDistributionSheet of(List<MemberLine> members, long poolFen) {
        return new StaffDistributionSheet(
                "云岭市青石桥街道社区卫生服务中心",
                "H53010200017",
                "第1家庭医生团队",
                "T001",
                YearMonth.of(2026, 1),
                YearMonth.of(2026, 3),
                "std_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
                "已入账",
                LocalDate.of(2026, 4, 10),
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/std_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b?digest=66c7f0f4",
                members,
                50_000,
                10_000_000,
                poolFen,
                2_500_000,
                "王赟",
                null);
    }
}
