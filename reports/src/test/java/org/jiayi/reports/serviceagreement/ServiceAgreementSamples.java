package org.jiayi.reports.serviceagreement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Agreements to render; every name and number is invented. */
final class ServiceAgreementSamples {

    static final String ADDRESS =
            "https://jiayi.example.org/api/v1/agreements/agr_530100_0192f0c1-0000-7000-8000-000000000001"
                    + "/verification?digest=66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

    private static final List<String> CLAUSES = List.of(
            "# 一、服务期限与方式",
            "甲方按本协议所列服务包和服务项目，在协议期限内以门诊、电话或上门等方式向乙方提供基本医疗、公共卫生和健康管理服务。",
            "# 二、甲方的权利和义务",
            "甲方应当为乙方建立和更新健康档案，按约定的次数和间隔提供服务，并如实登记；应当为乙方优先预约转诊，告知基本医疗保险政策。",
            "# 三、乙方的权利和义务",
            "乙方有权知悉每次服务的内容并予以确认或者提出异议，有权按规定续约、变更、转签或者解除本协议。");

    private ServiceAgreementSamples() {}

    static ServiceAgreement small() {
        return of("欧阳㐂䶮", null, services(4), CLAUSES);
    }

    static ServiceAgreement ofGuardian() {
        return of("李小明", "李大明（父亲）", services(2), CLAUSES);
    }

    static ServiceAgreement ofLength(int services, int clauses) {
        List<String> many = new ArrayList<>();
        IntStream.rangeClosed(1, clauses).forEach(number -> {
            many.add("# 第" + number + "条");
            many.add(CLAUSES.get(1).repeat(3));
        });
        return of("阿卜杜热合曼·买买提明·吐尔逊江·阿不都热依木".repeat(3), null, services(services), many);
    }

    private static List<ServiceLine> services(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new ServiceLine("第" + number + "项健康管理服务", number, "门诊、上门", "签约服务费"))
                .toList();
    }

    private static ServiceAgreement of(
            String name, @Nullable String guardian, List<ServiceLine> services, List<String> clauses) {
        return new ServiceAgreement(
                "云岭市",
                "530100",
                "agr_530100_0192f0c1-0000-7000-8000-000000000001",
                "ctr_530100_0192f0c1-0000-7000-8000-000000000002",
                "v1",
                "云岭市青石桥街道社区卫生服务中心（H53010200017）",
                "第1家庭医生团队（团队长 梁平国）",
                name,
                "530100**********12",
                guardian == null ? "本人电子签署" : "监护人电子签署",
                guardian,
                "慢病包",
                services,
                LocalDate.of(2026, 3, 1),
                LocalDate.of(2027, 2, 28),
                21_600,
                List.of(
                        new ShareLine("基本公共卫生服务经费", 5_000),
                        new ShareLine("医保统筹基金", 11_620),
                        new ShareLine("个人", 4_980)),
                clauses,
                LocalDate.of(2026, 2, 20),
                "2026年2月20日 09:30:05",
                null,
                ADDRESS,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
