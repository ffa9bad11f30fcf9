/** Work that goes on in the background for as long as the application runs. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.jiayi.app.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
