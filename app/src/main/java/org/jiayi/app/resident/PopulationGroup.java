package org.jiayi.app.resident;

import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The priority groups (人群分类) of the national contracting policy, and those that local tariffs tell apart. The bit is stored:
 * never change or reuse one.
 */
public enum PopulationGroup {
    OLDER_PERSON(0, "65岁以上老年人"),
    CHILD(1, "0-6岁儿童"),
    MATERNAL(2, "孕产妇"),
    HYPERTENSION(3, "高血压"),
    TYPE_2_DIABETES(4, "2型糖尿病"),
    COPD(5, "慢阻肺病"),
    SEVERE_MENTAL_DISORDER(6, "严重精神障碍"),
    TUBERCULOSIS(7, "肺结核"),
    DISABLED(8, "残疾人"),
    LOW_INCOME(9, "低收入人群"),
    /** For longer than local policy asks, such as five weeks. */
    NURSING_HOME(10, "养老机构长住老人");

    /** How many different sets of groups there can be; a set is written as the sum of its members' bits. */
    public static final int SETS = 1 << values().length;

    private static final int OLDER_PERSON_YEARS_MIN = 65;
    private static final int CHILD_YEARS_MAX = 6;

    private final int bit;
    private final String label;

    PopulationGroup(int bit, String label) {
        this.bit = bit;
        this.label = label;
    }

    /** This group alone as a set of groups. */
    public int mask() {
        return 1 << bit;
    }

    /** The name in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The group of that name; empty for a name we do not know. */
    public static Optional<PopulationGroup> find(String code) {
        return Arrays.stream(values())
                .filter(group -> group.code().equals(code))
                .findFirst();
    }

    /** Whether it is told by the birth date alone: derived for the day that is asked about, never recorded. */
    public boolean isByAge() {
        return this == OLDER_PERSON || this == CHILD;
    }

    /** Whether it is one of the national contracting policy's priority groups (重点人群), and not of local tariffs only. */
    public boolean isPriority() {
        return this != NURSING_HOME;
    }

    /** Whether a set of groups has this one. */
    public boolean isIn(int groups) {
        return (groups & mask()) != 0;
    }

    /** Born by that day is somebody who is an older person on {@code day}. */
    public static LocalDate olderPersonBornBy(LocalDate day) {
        return day.minusYears(OLDER_PERSON_YEARS_MIN);
    }

    /** Born after that day is somebody who is a child on {@code day}. */
    public static LocalDate childBornAfter(LocalDate day) {
        return day.minusYears(CHILD_YEARS_MAX + 1);
    }

    /**
     * The groups of a resident on a day: the recorded ones, and those by age as the birth date says, whatever was recorded
     * of them at another age.
     */
    public static int on(LocalDate day, LocalDate birthDate, int recorded) {
        int groups = recorded & ~(OLDER_PERSON.mask() | CHILD.mask());
        int years = Period.between(birthDate, day).getYears();
        if (years >= OLDER_PERSON_YEARS_MIN) {
            return groups | OLDER_PERSON.mask();
        }
        return !birthDate.isAfter(day) && years <= CHILD_YEARS_MAX ? groups | CHILD.mask() : groups;
    }

    /** The name in Chinese, as in the counties' export files. */
    public String label() {
        return label;
    }
}
