/** A payment provider of our own for demo and tests, switched on by {@code jiayi.payments.simulator}; it moves no money. */
@NullMarked
package org.jiayi.app.payment.simulator;

import org.jspecify.annotations.NullMarked;
