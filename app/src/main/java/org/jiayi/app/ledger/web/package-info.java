/** The ledger over HTTP. */
@NullMarked
package org.jiayi.app.ledger.web;

import org.jspecify.annotations.NullMarked;
