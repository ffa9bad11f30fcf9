/**
 * Agreements (签约服务协议书): what a resident and an institution agreed on when a contract was signed electronically, word
 * for word, and how anybody can check it.
 *
 * <p>An agreement is kept once, sealed, and never changed. Knows contracts, and is known by none but through the port that
 * contracts declare.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "sealing",
            "web",
            "organisation",
            "resident",
            "contract",
            "fulfilment"
        })
@NullMarked
package org.jiayi.app.agreement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
