/** The edge to HTTP: callers, problem+json answers, pages. No rule of the trade stands here. */
@ApplicationModule(allowedDependencies = {"kernel", "database"})
@NullMarked
package org.jiayi.app.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
