/**
 * Organisation (机构): pooling areas, divisions, alliances, institutions, practitioners and family-doctor teams over time;
 * who may act, and who may be paid.
 *
 * <p>Knows no resident, no contract and no money: a priority group is a code here.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "imports", "web"})
@NullMarked
package org.jiayi.app.organisation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
