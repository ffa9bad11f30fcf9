/** Ids as callers see them: a prefix for the kind, the pooling area, and the local part. */
@NullMarked
package org.jiayi.app.kernel.id;

import org.jspecify.annotations.NullMarked;
