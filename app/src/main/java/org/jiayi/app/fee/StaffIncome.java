package org.jiayi.app.fee;

/** Which income of a team may be distributed (分配依据; a local setting). */
public enum StaffIncome {
    /** What was booked in the months, whether it has arrived or not. */
    BOOKED("按记账收入"),
    /** The same, but not before all that funds were claimed for those months has arrived. */
    ARRIVED("基金到账后");

    private final String label;

    StaffIncome(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }
}
