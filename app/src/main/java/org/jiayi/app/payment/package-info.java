/**
 * Payments (支付): how a resident's own share of a contract's fee, and the share of their personal medical account, is paid
 * through a provider, given back, reversed, and reconciled with the provider's daily bill.
 *
 * <p>What is due is told from facts: fee lines, receipts, refunds. Knows providers by a port only, tells them nothing of a
 * person, and calls none of them inside a transaction. Fees tell it through a port of theirs when lines sink; {@code claim} asks it what
 * a closed month has collected for institutions, and nobody else of the trade calls it.
 */
@ApplicationModule(
        allowedDependencies = {"kernel", "database", "digest", "web", "contract", "fee", "ledger", "outbox", "worker"})
@NullMarked
package org.jiayi.app.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
