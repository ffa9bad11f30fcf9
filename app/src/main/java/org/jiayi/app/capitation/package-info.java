/**
 * Capitation (门诊统筹按人头付费): the tariff of risk groups, who counts in a month and the monthly booking.
 *
 * <p>Decides in plain values. It counts nobody itself: it is told how many heads fall on which row of the tariff, and
 * prices them exactly, rounding once.
 */
@ApplicationModule(
        allowedDependencies = {"kernel", "database", "digest", "organisation", "resident", "policy", "contract"})
@NullMarked
package org.jiayi.app.capitation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
