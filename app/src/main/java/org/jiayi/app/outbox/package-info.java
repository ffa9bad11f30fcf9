/**
 * The outbox (事件): what happened, told to other systems exactly when it is true.
 *
 * <p>A module that changes something appends its events inside its own transaction; they are read by position or sent to
 * webhooks. Events are thin: ids and a kind, no personal data. Knows no module of the trade, and no module calls another
 * through it.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "sealing", "worker", "web"})
@NullMarked
package org.jiayi.app.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
