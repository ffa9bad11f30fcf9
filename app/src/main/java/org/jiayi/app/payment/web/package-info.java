/** Payments over HTTP. */
@NullMarked
package org.jiayi.app.payment.web;

import org.jspecify.annotations.NullMarked;
