/**
 * Settlement (结算): batches that people confirm and approve.
 *
 * <p>A confirmed batch is immutable; approval posts it to the ledger, after which {@code publication} publishes it. It computes no money of its
 * own: capitation does, and the ledger keeps it.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "organisation",
            "web",
            "resident",
            "policy",
            "capitation",
            "roster",
            "contract",
            "visit",
            "ledger",
            "outbox",
            "worker",
            "progress"
        })
@NullMarked
package org.jiayi.app.settlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
