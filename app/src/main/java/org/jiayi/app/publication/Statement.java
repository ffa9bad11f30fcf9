package org.jiayi.app.publication;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;

/**
 * One revision of a statement (结算清单): what an area has to pay for a fund and month, by one batch. Nothing of it ever
 * changes but whether it is the newest revision.
 *
 * @param fund of the batch: the scheme of a pooled fund, or a payer of contract fees
 * @param sequence from 1, among the statements of area, fund and period
 * @param revision from 1
 * @param reason of a revision; empty for the first
 * @param totals control totals
 * @param folder where its files stand in the store
 * @param superseded whether there is a higher revision
 */
public record Statement(
        String area,
        UUID statementId,
        UUID batchId,
        String fund,
        Month period,
        int sequence,
        int revision,
        Optional<String> reason,
        StatementTotals totals,
        UUID folder,
        String manifestSm3,
        Instant publishedAt,
        boolean superseded) {

    /** What people and files call it, such as {@code 439901-390-2026-01-001}; the same for all revisions. */
    public String number() {
        return String.format(Locale.ROOT, "%s-%s-%s-%03d", area, fund, period, sequence);
    }
}
