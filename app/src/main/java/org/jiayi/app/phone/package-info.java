/**
 * What a phone did while it was offline (离线补传): takes its commands in order and answers each of them.
 *
 * <p>Knows no command: whoever has one that phones may keep implements {@link org.jiayi.app.phone.PhoneAct}.
 */
@ApplicationModule(allowedDependencies = {"kernel", "web"})
@NullMarked
package org.jiayi.app.phone;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
