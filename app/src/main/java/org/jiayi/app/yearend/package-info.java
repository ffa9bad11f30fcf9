/**
 * The year end (年终清算): entitlement against spending, the surplus kept or the overspend borne, what is held back released or
 * forfeited, and what is paid or recovered.
 *
 * <p>Decides in plain values from what others have settled: it counts no head and classes no visit. It is
 * approved and booked as a settlement batch.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "web",
            "organisation",
            "resident",
            "policy",
            "visit",
            "settlement",
            "publication",
            "ledger"
        })
@NullMarked
package org.jiayi.app.yearend;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
