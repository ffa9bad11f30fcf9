/**
 * Organisation (机构): pooling areas, institutions and family-doctor teams; who may act, and who may be paid.
 *
 * <p>Knows no resident, no contract and no money.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "imports", "web"})
@NullMarked
package org.jiayi.app.organisation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
