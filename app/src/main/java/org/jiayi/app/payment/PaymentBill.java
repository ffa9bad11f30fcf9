package org.jiayi.app.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * 对账单: a provider's bill of a day, compared with our books.
 *
 * @param version from 1; a new one where the bill or our books have changed since
 * @param digestSha256 of all compared lines
 */
public record PaymentBill(
        String area,
        UUID billId,
        String provider,
        LocalDate day,
        int version,
        String digestSha256,
        String fetchedBy,
        Instant fetchedAt) {}
