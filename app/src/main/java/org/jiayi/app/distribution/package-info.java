/**
 * Staff distribution (绩效分配): which part of a team's contract-fee income goes to its members, by their points.
 *
 * <p>Prepared by one person of the institution from closed months, posted by another or made void. It knows no points of its
 * own: they are given, and each member must have been one in the period.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "web", "organisation", "fee", "ledger"})
@NullMarked
package org.jiayi.app.distribution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
