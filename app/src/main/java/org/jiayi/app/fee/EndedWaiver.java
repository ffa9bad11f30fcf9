package org.jiayi.app.fee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * A contract whose resident keeps a waiver to which they are not entitled as is known now (减免终止待同意): it waits for their
 * consent to bear more.
 *
 * @param bears what the resident bears of it, of all its years, with their personal medical account
 * @param wouldBear what they would bear now
 * @param years for which it is so; of a fee that is charged once there is one
 */
public record EndedWaiver(
        UUID contractId, String institutionCode, String teamNumber, Money bears, Money wouldBear, List<Year> years) {

    /**
     * Why it is so.
     *
     * @param decidedOn the day whose category decides: that of signing, of a further year its first
     * @param charged the category by which the fee is split
     * @param known the category that is known now of that day
     * @param knownSince since when; empty where nothing else was ever known of that day
     */
    public record Year(
            LocalDate decidedOn, EconomicCategory charged, EconomicCategory known, Optional<Instant> knownSince) {}
}
