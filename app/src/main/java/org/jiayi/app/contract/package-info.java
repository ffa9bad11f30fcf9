/**
 * Contracts (签约): who is under contract with which team on which day, as known at which moment.
 *
 * <p>Keeps one contract per resident and day, and the teams' capacity. Knows no money: what a contract costs is told to
 * it by whoever implements its ports.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "imports",
            "web",
            "organisation",
            "resident",
            "policy",
            "outbox",
            "worker",
            "progress",
            "phone"
        })
@NullMarked
package org.jiayi.app.contract;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
