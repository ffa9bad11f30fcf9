/**
 * The way to PostgreSQL: the embedded server, the one door for transactions, the check of its durability, and the table
 * from constraint names to refusals.
 *
 * <p>Knows no business rule and no table of any module.
 */
@ApplicationModule(allowedDependencies = "kernel")
@NullMarked
package org.jiayi.app.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
