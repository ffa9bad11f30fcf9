package org.jiayi.app.fulfilment;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue of service packages and checks that what it promises can be kept. */
final class ServiceCatalogueReader {

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int DAYS_OF_YEAR = 365;
    private static final int RECORDS_PER_HOUR_MAX = 100;
    private static final int GAP_MINUTES_MAX = 240;

    private final DocumentReader reader = new DocumentReader();

    /** The name and payer of every code seen so far: they are the same wherever the code stands. */
    private final Map<String, ServiceItem> meanings = new HashMap<>();

    Decision<ServiceCatalogue> read(ServiceCatalogueDocument document) {
        reader.require(ServiceCatalogue.KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        String name = reader.text(document.name(), "/name");
        int clustered = reader.number(
                Objects.requireNonNullElse(document.clusteredPerHourMax(), ServiceCatalogue.CLUSTERED_PER_HOUR_MAX),
                1,
                RECORDS_PER_HOUR_MAX,
                "/clusteredPerHourMax");
        int gap = reader.number(
                Objects.requireNonNullElse(
                        document.homeVisitGapMinutesMin(), ServiceCatalogue.HOME_VISIT_GAP_MINUTES_MIN),
                0,
                GAP_MINUTES_MAX,
                "/homeVisitGapMinutesMin");
        Map<ServicePackage, List<ServiceItem>> packages = new EnumMap<>(ServicePackage.class);
        List<ServicePackage> named = reader.each(document.packages(), 1, "/packages", (each, at) -> {
            ServicePackage servicePackage =
                    reader.oneOf(ServicePackage.class, each.servicePackage(), at + "/servicePackage");
            packages.put(servicePackage, items(each.items(), at + "/items"));
            return servicePackage;
        });
        reader.distinct(named, "/packages");
        return reader.decide(() -> new ServiceCatalogue(name, packages, clustered, gap));
    }

    private List<ServiceItem> items(@Nullable List<ServiceCatalogueDocument.Item> documents, String at) {
        List<ServiceItem> items = reader.each(documents, 1, at, this::item);
        List<String> wants = new ArrayList<>();
        Map<String, ServiceItem> merged = new HashMap<>();
        for (int index = 0; index < items.size(); index++) {
            ServiceItem item = items.get(index);
            String place = at + "/" + index;
            if (item.groups().isEmpty()) {
                reader.require(wants.stream().noneMatch((item.code() + "|")::equals), POLICY_INVALID, place + "/code");
                wants.add(item.code() + "|");
            }
            for (PopulationGroup group : item.groups()) {
                String want = item.code() + "|" + group;
                reader.require(!wants.contains(want), POLICY_INVALID, place + "/groups");
                wants.add(want);
            }
            checkFits(Objects.requireNonNull(merged.merge(item.code(), item, ServiceItem::mergedWith)), place);
        }
        return items;
    }

    private ServiceItem item(ServiceCatalogueDocument.Item document, String at) {
        String code = reader.text(document.code(), at + "/code");
        reader.require(CODE.matcher(code).matches(), POLICY_INVALID, at + "/code");
        List<ServiceMode> modes = reader.each(
                document.modes(), 1, at + "/modes", (mode, place) -> reader.oneOf(ServiceMode.class, mode, place));
        reader.distinct(modes, at + "/modes");
        List<PopulationGroup> groups = reader.each(
                document.groups(),
                0,
                at + "/groups",
                (group, place) -> reader.oneOf(PopulationGroup.class, group, place));
        reader.distinct(groups, at + "/groups");
        ServiceItem item = new ServiceItem(
                code,
                reader.text(document.name(), at + "/name"),
                reader.number(document.timesPerYear(), 1, DAYS_OF_YEAR, at + "/timesPerYear"),
                reader.number(
                        Objects.requireNonNullElse(document.minimumSpacingDays(), 0),
                        0,
                        DAYS_OF_YEAR,
                        at + "/minimumSpacingDays"),
                modes.isEmpty() ? Set.of(ServiceMode.CLINIC) : Set.copyOf(modes),
                Set.copyOf(groups),
                reader.oneOf(ItemPayer.class, document.paidBy(), at + "/paidBy"),
                reader.number(
                        Objects.requireNonNullElse(document.evidenceMin(), 0),
                        0,
                        ServiceItem.EVIDENCE_MAX,
                        at + "/evidenceMin"));
        ServiceItem known = meanings.computeIfAbsent(code, first -> item);
        reader.require(known.name().equals(item.name()), POLICY_INVALID, at + "/name");
        reader.require(known.paidBy() == item.paidBy(), POLICY_INVALID, at + "/paidBy");
        return item;
    }

    /** The last of the year lies (count − 1) spacings after the first; merged items have to fit as well. */
    private void checkFits(ServiceItem item, String at) {
        reader.require(
                (long) item.minimumSpacingDays() * (item.timesPerYear() - 1) < DAYS_OF_YEAR,
                POLICY_INVALID,
                at + "/minimumSpacingDays");
    }
}
