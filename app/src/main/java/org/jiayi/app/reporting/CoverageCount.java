package org.jiayi.app.reporting;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jiayi.app.contract.ContractViews.Heads;
import org.jiayi.app.organisation.PoolingAreas.PoolingArea;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.reports.coverage.CoverageSheet;
import org.jiayi.reports.coverage.GroupLine;
import org.jiayi.reports.coverage.InstitutionLine;

/** Adds up counted residents by institution and by group; who is in several groups is in each of them, and once in the whole. */
record CoverageCount(List<Heads> heads) {

    CoverageSheet sheet(PoolingArea area, LocalDate on, Map<String, String> names) {
        GroupLine all = group("全部居民", groups -> true);
        GroupLine priority = group("重点人群", CoverageCount::isPriority);
        Stream<GroupLine> each = Arrays.stream(PopulationGroup.values())
                .filter(PopulationGroup::isPriority)
                .map(one -> group("其中：" + one.label(), one::isIn));
        return new CoverageSheet(
                area.name(),
                area.area(),
                on,
                all.residents(),
                all.contracted(),
                priority.contracted(),
                Percent.text(all.rate()),
                Stream.concat(Stream.of(all, priority), each).toList(),
                heads.stream()
                        .flatMap(head -> head.institutionCode().stream())
                        .distinct()
                        .sorted()
                        .map(code -> institution(code, names.getOrDefault(code, code), all.contracted()))
                        .toList());
    }

    private static boolean isPriority(int groups) {
        return Arrays.stream(PopulationGroup.values()).anyMatch(group -> group.isPriority() && group.isIn(groups));
    }

    private GroupLine group(String label, IntPredicate isOfGroup) {
        long residents = sum(heads.stream().filter(head -> isOfGroup.test(head.groups())));
        long contracted =
                sum(heads.stream().filter(head -> head.institutionCode().isPresent() && isOfGroup.test(head.groups())));
        return new GroupLine(label, residents, contracted, Percent.of(contracted, residents, 0));
    }

    private InstitutionLine institution(String code, String name, long all) {
        List<Heads> own = heads.stream()
                .filter(head -> head.institutionCode().filter(code::equals).isPresent())
                .toList();
        long contracted = sum(own.stream());
        long priority = sum(own.stream().filter(head -> isPriority(head.groups())));
        return new InstitutionLine(code, name, contracted, priority, Percent.of(contracted, all, 0));
    }

    private static long sum(Stream<Heads> counted) {
        return counted.mapToLong(Heads::residents).reduce(0, Math::addExact);
    }
}
