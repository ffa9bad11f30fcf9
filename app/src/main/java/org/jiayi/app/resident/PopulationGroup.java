package org.jiayi.app.resident;

/** The priority groups (人群分类) of the national contracting policy. The bit is stored: never change or reuse one. */
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
    LOW_INCOME(9, "低收入人群");

    /** How many different sets of groups there can be; a set is written as the sum of its members' bits. */
    public static final int SETS = 1 << values().length;

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

    /** The name in Chinese, as in the counties' export files. */
    public String label() {
        return label;
    }
}
