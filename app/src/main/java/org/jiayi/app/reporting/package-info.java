/**
 * Reporting: turns what other modules know into the records of the documents, and renders them off the event loop.
 *
 * <p>Also answers whether a printed digest is genuine ({@link org.jiayi.app.reporting.Verifications}). No rule and no sum of its own: every figure is one that its module has kept.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "digest",
            "organisation",
            "resident",
            "policy",
            "fee",
            "capitation",
            "settlement",
            "publication",
            "agreement",
            "contract",
            "claim",
            "distribution",
            "yearend",
            "ledger",
            "visit",
            "web"
        })
@NullMarked
package org.jiayi.app.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
