package org.jiayi.app.payment;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;

/**
 * 渠道划款: money that a provider held for us and has sent to the treasury.
 *
 * @param remittanceId also the entry of the ledger
 * @param amount what arrived
 * @param charge what the provider kept of it for itself (手续费)
 * @param bankReference the bank's own number of it, once in an area among those that are not taken back
 * @param reversal present where it was booked by mistake and is taken back
 */
public record Remittance(
        String area,
        UUID remittanceId,
        String provider,
        Money amount,
        Money charge,
        LocalDate valueOn,
        String bankReference,
        String recordedBy,
        Optional<Reversal> reversal) {

    /** Why it is taken back, and who says so. */
    public record Reversal(String note, String recordedBy) {}

    /** Lets it be taken back, once. */
    Decision<Remittance> reverse() {
        return reversal.isPresent() ? Decision.refuse(RefusalCode.REMITTANCE_REVERSED) : Decision.accept(this);
    }
}
