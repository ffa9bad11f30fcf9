/** Fulfilment's rows. */
@NullMarked
package org.jiayi.app.fulfilment.persistence;

import org.jspecify.annotations.NullMarked;
