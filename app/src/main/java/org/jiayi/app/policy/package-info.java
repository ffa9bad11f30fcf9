/**
 * Policies (政策): versioned local rules of every kind, draft → published by a second person, never edited in place.
 *
 * <p>Keeps documents, dates and people; what a document means is said by the module that implements {@link
 * org.jiayi.app.policy.PolicyKind}, which also stores the finite table it compiles to.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "digest", "web"})
@NullMarked
package org.jiayi.app.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
