/**
 * Staff distribution (绩效分配): which part of a team's contract-fee income goes to its members, by their points.
 *
 * <p>Prepared by the institution, team by team, from closed months; a settlement batch of the institution takes what ends in a month
 * through the hands of others and posts it. It knows no points of its own: they are given, and each member must have been one in the
 * period.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "web",
            "organisation",
            "policy",
            "fee",
            "claim",
            "settlement",
            "publication",
            "ledger"
        })
@NullMarked
package org.jiayi.app.distribution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
