/**
 * The kernel: exact money, days and months, and the typed "no".
 *
 * <p>Pure JDK: no Spring, no Reactor, no database, no clock. Every module may use it; it uses none of them.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package org.jiayi.app.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
