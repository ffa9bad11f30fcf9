/**
 * The demo: an issuer of its own and a county to play with, loaded through the same doors as any other. Exists only in
 * the profile {@code demo}.
 */
@ApplicationModule(allowedDependencies = {"kernel", "imports", "organisation", "resident", "policy", "settlement"})
@NullMarked
package org.jiayi.app.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
