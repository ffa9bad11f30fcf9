package org.jiayi.app.kernel.id;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * An id as the API writes it, such as {@code ctr_439901_0192…}: the area in it tells where the thing lives.
 *
 * @param kind what it names
 * @param area the pooling area, six digits
 * @param local unique for the kind within the area
 */
public record PublicId(Kind kind, String area, String local) {

    private static final Pattern FORM = Pattern.compile("([a-z]{3})_([0-9]{6})_([A-Za-z0-9-]{1,40})");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What an id can name. */
    public enum Kind {
        CONTRACT("ctr", true),
        APPLICATION("app", true),
        OFFER("off", false),
        REASSIGNMENT("rea", true),
        RESIDENT("res", true),
        TEAM("tem", false),
        INSTITUTION("ins", false),
        PRACTITIONER("pra", true),
        MEMBERSHIP("mem", true),
        GUARDIAN("grd", true),
        IMPORT("imp", true),
        POLICY("pol", true),
        BATCH("bat", true),
        MONTHLY_RUN("run", true),
        OBJECTION("obj", true),
        STATEMENT("sta", true),
        PUBLICATION("pub", true),
        FILE_LINK("lnk", true),
        DOWNLOAD("dwn", true),
        TOTALS_RECEIPT("trc", true),
        RECONCILIATION("rcn", true),
        LINE_OBJECTION("lob", true),
        PAYMENT_ORDER("por", true),
        BANK_PAYMENT("bpm", true),
        WEBHOOK("whk", true),
        SERVICE_RECORD("rec", true),
        AGREEMENT("agr", true),
        LEDGER_ENTRY("ent", true),
        LEDGER_TRANSFER("trf", true),
        FEE_ASSESSMENT("fas", true),
        FUND_CLAIM("clm", true),
        FUND_RECEIPT("rcp", true),
        FUND_CUT("cut", true),
        STAFF_DISTRIBUTION("std", true),
        VISIT("vis", false),
        REFERRAL("ref", false),
        YEAR_END("yre", true),
        WRITE_OFF("wof", true),
        PAYMENT("pay", true),
        REFUND("rfd", true),
        REFUND_EXIT("rfx", true),
        REMITTANCE("rmt", true),
        PAYMENT_BILL("bil", true),
        PAYMENT_ANOMALY("ano", true);

        private final String prefix;
        private final boolean uuid;

        Kind(String prefix, boolean uuid) {
            this.prefix = prefix;
            this.uuid = uuid;
        }
    }

    /** The id of a thing with a code of the trade, such as an institution. */
    public static PublicId of(Kind kind, String area, String code) {
        return new PublicId(kind, area, code);
    }

    /** The id of a thing that we number ourselves. */
    public static PublicId of(Kind kind, String area, UUID uuid) {
        return new PublicId(kind, area, uuid.toString());
    }

    /** Reads an id; a text of another form or kind is an unknown id, just as one that names nothing. */
    public static Decision<PublicId> parse(Kind kind, String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !parts.group(1).equals(kind.prefix)) {
            return Decision.refuse(RefusalCode.NOT_FOUND);
        }
        if (kind.uuid && !UUID_FORM.matcher(parts.group(3)).matches()) {
            return Decision.refuse(RefusalCode.NOT_FOUND);
        }
        return Decision.accept(new PublicId(kind, parts.group(2), parts.group(3)));
    }

    /** The local part of an id that we number ourselves. */
    public UUID uuid() {
        return UUID.fromString(local);
    }

    @Override
    public String toString() {
        return kind.prefix + "_" + area + "_" + local;
    }
}
