package org.jiayi.reports.coverage;

import java.time.LocalDate;
import java.util.List;

/** Coverage to render; every name and number is invented. */
final class CoverageSamples {

    private CoverageSamples() {}

    static CoverageSheet small() {
        return new CoverageSheet(
                "云岭市",
                "530100",
                LocalDate.of(2026, 10, 10),
                19_795,
                11_628,
                6_013,
                "58.74%",
                List.of(
                        new GroupLine("全部居民", 19_795, 11_628, 5_874),
                        new GroupLine("重点人群", 7_210, 6_013, 8_340),
                        new GroupLine("65岁及以上老年人", 3_004, 2_951, 9_824),
                        new GroupLine("高血压", 2_420, 2_017, 8_335),
                        new GroupLine("严重精神障碍", 0, 0, 0)),
                List.of(
                        new InstitutionLine(
                                "H53010200017", "云岭市青石桥街道社区卫生服务中心（云岭市青石桥街道妇女儿童保健与计划生育技术服务中心）", 7_512, 4_000, 6_460),
                        new InstitutionLine("H53010200018", "云岭市龙㐂镇卫生院", 4_116, 2_013, 3_540)));
    }
}
