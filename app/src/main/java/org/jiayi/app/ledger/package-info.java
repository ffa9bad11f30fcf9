/**
 * The ledger (总账): append-only transfers between accounts, the only door through which money is recorded.
 *
 * <p>Calculators write to it, settlement reads it. It knows no contract and no policy; a mistake is answered by a mirror
 * transfer, never by a change.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "digest", "web"})
@NullMarked
package org.jiayi.app.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
