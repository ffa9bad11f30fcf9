/**
 * Fulfilment (履约): which services a contract owes a resident and when, which were delivered, and how much of what was due
 * that is.
 *
 * <p>Plans, counting and flags are derived from the policy, the contract and the records, never stored; a wrong record is
 * voided by another row. Decides nothing about money.
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "sealing",
            "web",
            "outbox",
            "organisation",
            "resident",
            "policy",
            "contract",
            "phone"
        })
@NullMarked
package org.jiayi.app.fulfilment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
