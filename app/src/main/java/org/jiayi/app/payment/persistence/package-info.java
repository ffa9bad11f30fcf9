/** How payments are kept in PostgreSQL. */
@NullMarked
package org.jiayi.app.payment.persistence;

import org.jspecify.annotations.NullMarked;
