/**
 * Residents (居民) over time: who they are, the documents by which they are found, population groups, economic category,
 * insurance enrolment, household, guardians, capacity and death. Each fact has the days it holds and the moments it was
 * known.
 *
 * <p>Never hands out an identity number in clear, and knows nothing of contracts or money: whom a resident is under
 * contract with it asks through {@link org.jiayi.app.resident.ResidentAccess} and {@link
 * org.jiayi.app.resident.ResidentTies}.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "sealing", "imports", "web"})
@NullMarked
package org.jiayi.app.resident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
