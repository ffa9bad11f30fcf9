/**
 * Settlement (结算): batches that people confirm and approve, and the files that bureaus pull.
 *
 * <p>A confirmed batch is immutable; approval posts it to the ledger and publishes its files. It computes no money of its
 * own: capitation does, and the ledger keeps it.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "worker",
            "web",
            "resident",
            "policy",
            "capitation",
            "roster",
            "contract",
            "visit",
            "ledger"
        })
@NullMarked
package org.jiayi.app.settlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
