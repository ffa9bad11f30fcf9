package org.jiayi.reports.contractfee;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** A fee page to render; every name and number is invented. */
final class ContractFeeSamples {

    private ContractFeeSamples() {}

    static ContractFeePage small() {
        YearMonth january = YearMonth.of(2026, 1);
        return new ContractFeePage(
                "ctr_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
                "阿依古丽·买买提·胡㐂䶮",
                "530102********0019",
                "云岭市青石桥街道社区卫生服务中心（H53010200017）",
                "第1家庭医生团队（T001）",
                "老年包",
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31),
                LocalDate.of(2026, 10, 10),
                List.of(new PayerLine("基本公卫经费", 3_000), new PayerLine("医保统筹基金", 7_000), new PayerLine("个人", 1_000)),
                List.of(
                        new FeeBookingLine(january, "签约服务费", "基本公卫经费", "老年包 120.00 元，其中基本公卫经费 30.00 元", 3_000),
                        new FeeBookingLine(january, "签约服务费", "医保统筹基金", "老年包 120.00 元，其中医保统筹基金 70.00 元", 7_000),
                        new FeeBookingLine(january, "签约服务费", "个人", "老年包 120.00 元，其中个人 20.00 元", 2_000),
                        new FeeBookingLine(YearMonth.of(2026, 10), "退费", "个人", "按剩余天数退还，个人 10.00 元", -1_000)),
                11_000);
    }
}
