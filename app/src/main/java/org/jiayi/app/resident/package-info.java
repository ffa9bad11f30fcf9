/**
 * Residents (居民): who they are, their identity numbers, population groups, economic category and insurance enrolment.
 *
 * <p>Never hands out an identity number in clear, and knows nothing of contracts or money.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "sealing", "imports"})
@NullMarked
package org.jiayi.app.resident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
