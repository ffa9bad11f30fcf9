/**
 * Publication (发布): statements (结算清单) that bureaus pull, verify, receipt and reconcile.
 *
 * <p>An approved batch becomes a statement: immutable files and a manifest signed with SM2 and RSA. It reads batches and
 * changes nothing of them but the step to "published"; it computes no money. How documents are laid out is told it by
 * whoever can ({@link org.jiayi.app.publication.StatementDocuments}).
 */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "database",
            "digest",
            "worker",
            "progress",
            "web",
            "outbox",
            "capitation",
            "settlement"
        })
@NullMarked
package org.jiayi.app.publication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
