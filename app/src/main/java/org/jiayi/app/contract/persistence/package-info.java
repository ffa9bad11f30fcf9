/** The contracts in PostgreSQL. */
@NullMarked
package org.jiayi.app.contract.persistence;

import org.jspecify.annotations.NullMarked;
