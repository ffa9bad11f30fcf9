/**
 * Fund claims (基金申报): what each fund is asked for in a month, what arrived of it (到位率) and what is outstanding.
 *
 * <p>A claim holds all lines of its payer that are booked in one closed month, so each line is in one claim and a claim
 * never changes. It never decides what a line says: that is the fee's. Batches pay institutions what is claimed, and what payments have
 * collected of shares that no fund bears.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "web",
            "policy",
            "fee",
            "payment",
            "settlement",
            "publication",
            "ledger"
        })
@NullMarked
package org.jiayi.app.claim;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
