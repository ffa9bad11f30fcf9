/**
 * Sealing: how a secret is kept in the database without being readable there. Each use has a key file of its own, outside
 * the database.
 */
@ApplicationModule(allowedDependencies = "database")
@NullMarked
package org.jiayi.app.sealing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
