/**
 * The way to PostgreSQL: the embedded server, the one door for transactions, the check of its durability, the statistics
 * of its planner, the table from constraint names to refusals, and the place where questions that come at once are asked
 * together.
 *
 * <p>Knows no business rule and no table of any module.
 */
@ApplicationModule(allowedDependencies = {"kernel", "worker"})
@NullMarked
package org.jiayi.app.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
