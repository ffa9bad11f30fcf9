package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;

/**
 * The finite table of risk groups and their annual quotas (DOMAIN §5): it can be published, shown, signed and stored.
 *
 * <p>Rows are numbered {@code (band × 3 + sex) × (groups + 1) + group}. Bands count from 0 in ascending age; sex is 0
 * unspecified, 1 male, 2 female; group 0 is none, group k the k-th of the policy's precedence. A person in a listed
 * group gets the group's coefficient <em>instead of</em> the one of age and sex, and in several groups that of the first
 * alone, so that nothing counts twice. A group may be listed for some ages only; at others the next one is asked. A single
 * cell may have a coefficient of its own, which says what a head on it is worth and moves nobody to it.
 *
 * <p>A head's row can be found in two ways that always agree: {@link #rowOf} in Java, and in SQL by
 * {@link #birthThresholds} and {@link #rowTable}.
 */
public final class Tariff {

    /** How many sexes a tariff tells apart: unspecified, male, female. */
    public static final int SEXES = 3;

    /** Coefficients are whole numbers of ten-thousandths. */
    static final long COEFFICIENT_UNITS = 10_000;

    /** What policies call the sexes, as they are numbered. */
    static final List<String> SEX_CODES = List.of("unspecified", "male", "female");

    private static final List<String> SEX_LABELS = List.of("性别未说明", "男", "女");
    private static final String NO_GROUP_LABEL = "一般人群";
    private static final String OVERRIDDEN_LABEL = "（单列）";

    private final List<AgeBand> bands;
    private final List<GroupCoefficient> groups;
    private final Map<TariffOverride.Cell, Fraction> overrides;
    private final List<TariffRow> rows;
    private final int[] rowTable;

    /** @param overrides at most one of a cell */
    Tariff(Fraction baseQuota, List<AgeBand> bands, List<GroupCoefficient> groups, List<TariffOverride> overrides) {
        this.bands = List.copyOf(bands);
        this.groups = List.copyOf(groups);
        this.overrides =
                overrides.stream().collect(Collectors.toMap(TariffOverride::cell, TariffOverride::coefficient));
        this.rows = rows(baseQuota);
        this.rowTable = rowsOfAll();
    }

    /** All rows; the row at index n has the number n. */
    public List<TariffRow> rows() {
        return rows;
    }

    /** The row with this number. */
    public TariffRow row(int number) {
        if (number < 0 || number >= rows.size()) {
            throw new IllegalArgumentException("the tariff has no such row");
        }
        return rows.get(number);
    }

    /** How many groups the policy lists. */
    public int groups() {
        return groups.size();
    }

    /** How many age bands the policy lists. */
    public int bands() {
        return bands.size();
    }

    /**
     * For PostgreSQL: the row's number at {@code (band × 3 + sex) × SETS + set of groups}, {@link PopulationGroup#SETS} for
     * each band and sex. The array is the caller's own.
     */
    public Integer[] rowTable() {
        return Arrays.stream(rowTable).boxed().toArray(Integer[]::new);
    }

    /**
     * For PostgreSQL: {@code band = bands - 1 - width_bucket(birth_date, thresholds)}, the thresholds being an array of
     * {@code date} in ascending order, one fewer than there are bands.
     *
     * <p>{@code width_bucket} answers how many thresholds are not after the birth date. Each threshold is the first birth
     * date that is too late for a band, the oldest band first; so the oldest people are in bucket 0, and whoever is too
     * young for all bands but the first is in the last. Completed years are counted as in {@link #rowOf}.
     *
     * @param snapshotDay the day on which the age is taken
     */
    public List<LocalDate> birthThresholds(LocalDate snapshotDay) {
        var thresholds = new ArrayList<LocalDate>();
        for (var band = bands.size() - 1; band > 0; band--) {
            thresholds.add(firstBirthTooLate(bands.get(band).fromAge(), snapshotDay));
        }
        return List.copyOf(thresholds);
    }

    /**
     * The number of the row on which a person falls.
     *
     * <p>A year of age is completed on the birthday itself: someone turning 65 on the snapshot day is 65. Who was born on
     * 29 February completes it on 28 February in years without a 29th: the last day of the month stands in for a missing
     * day, as for periods under article 202 of the Civil Code. A birth after the snapshot day falls in the first band.
     *
     * @param sex by GB/T 2261.1; all but 1 and 2 are unspecified
     * @param groupMask the sum of the masks of the person's groups
     */
    public int rowOf(LocalDate birth, int sex, int groupMask, LocalDate snapshotDay) {
        var band = bands.size() - 1;
        while (band > 0 && birth.plusYears(bands.get(band).fromAge()).isAfter(snapshotDay)) {
            band--;
        }
        return rowTable[(band * SEXES + (sex == 1 || sex == 2 ? sex : 0)) * PopulationGroup.SETS + groupMask];
    }

    /** The order in which groups are asked, and every row on which somebody can fall. */
    List<TariffTable.Entry> entries() {
        var entries = new ArrayList<TariffTable.Entry>();
        for (var group = 1; group <= groups.size(); group++) {
            var listed = groups.get(group - 1);
            entries.add(new TariffTable.Entry("precedence", Integer.toString(group), listed.label(), listed.key()));
        }
        for (var row : rows) {
            var group = row.number() % (groups.size() + 1);
            var band = row.number() / (groups.size() + 1) / SEXES;
            var own = row.group();
            if (own == null || group(bands.get(band).fromAge(), own.mask()) == group) {
                var key = ages(band) + " " + SEX_CODES.get(row.sex()) + " " + (own == null ? "none" : own.code());
                entries.add(new TariffTable.Entry(
                        "row", key, row.label(), row.annualQuotaFen().toString()));
            }
        }
        return List.copyOf(entries);
    }

    private String ages(int band) {
        var from = bands.get(band).fromAge();
        return band == bands.size() - 1
                ? from + "+"
                : from + "-" + (bands.get(band + 1).fromAge() - 1);
    }

    private static LocalDate firstBirthTooLate(int age, LocalDate snapshotDay) {
        var birth = snapshotDay.minusYears(age).plusDays(1);
        // on 28 February of a common year those born on the 29th complete a year too
        return birth.plusYears(age).isAfter(snapshotDay) ? birth : birth.plusDays(1);
    }

    private List<TariffRow> rows(Fraction baseQuota) {
        var table = new ArrayList<TariffRow>();
        for (var band = 0; band < bands.size(); band++) {
            for (var sex = 0; sex < SEXES; sex++) {
                for (var group = 0; group <= groups.size(); group++) {
                    table.add(row(baseQuota, band, sex, group));
                }
            }
        }
        return List.copyOf(table);
    }

    private TariffRow row(Fraction baseQuota, int band, int sex, int group) {
        var listed = group == 0 ? null : groups.get(group - 1);
        var usual = listed == null ? bands.get(band).coefficients() : listed.coefficients();
        var own = overrides.get(new TariffOverride.Cell(band, sex, group));
        var coefficient = own == null ? usual.get(sex) : own;
        var groupLabel = listed == null ? NO_GROUP_LABEL : listed.label();
        return new TariffRow(
                number(band, sex, group),
                bands.get(band).code(),
                sex,
                listed == null ? null : listed.group(),
                coefficient,
                baseQuota.times(coefficient),
                own != null,
                ageLabel(band) + "·" + SEX_LABELS.get(sex) + "·" + groupLabel + (own == null ? "" : OVERRIDDEN_LABEL));
    }

    private int number(int band, int sex, int group) {
        return (band * SEXES + sex) * (groups.size() + 1) + group;
    }

    private String ageLabel(int band) {
        var from = bands.get(band).fromAge();
        if (band == bands.size() - 1) {
            return from + "岁及以上";
        }
        var last = bands.get(band + 1).fromAge() - 1;
        return from == last ? from + "岁" : from + "-" + last + "岁";
    }

    private int[] rowsOfAll() {
        var table = new int[bands.size() * SEXES * PopulationGroup.SETS];
        for (var at = 0; at < table.length; at++) {
            var bandAndSex = at / PopulationGroup.SETS;
            var band = bandAndSex / SEXES;
            table[at] = number(band, bandAndSex % SEXES, group(bands.get(band).fromAge(), at % PopulationGroup.SETS));
        }
        return table;
    }

    /** The number of the first group that somebody of an age is in; 0 for none. */
    private int group(int bandFrom, int groupMask) {
        for (var group = 1; group <= groups.size(); group++) {
            var listed = groups.get(group - 1);
            if ((groupMask & listed.group().mask()) != 0 && listed.covers(bandFrom)) {
                return group;
            }
        }
        return 0;
    }
}
