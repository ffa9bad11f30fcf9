/**
 * Who may do what: tokens become callers here, the table of operations and roles stands here, and what lies in another
 * pooling area is stopped here before any controller sees it.
 */
@ApplicationModule(allowedDependencies = {"kernel", "web"})
@NullMarked
package org.jiayi.app.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
