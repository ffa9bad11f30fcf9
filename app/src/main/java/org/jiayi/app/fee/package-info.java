/**
 * The contract fee (签约服务费): who pays which part of it, what is given back, what follows a resident to another team, and
 * what the staff receive.
 *
 * <p>Decides in plain values; it never reads a clock and never edits an amount that was posted: a refund is a new split.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "resident",
            "policy",
            "organisation",
            "contract",
            "fulfilment",
            "worker",
            "progress",
            "web",
            "ledger"
        })
@NullMarked
package org.jiayi.app.fee;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
