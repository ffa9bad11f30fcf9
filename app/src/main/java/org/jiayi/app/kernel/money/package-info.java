/**
 * Money: whole fen where an amount is paid, exact fractions on the way there, and the one way of dividing without losing
 * or making a fen.
 *
 * <p>Never a {@code double} or {@code float}. An operation that rounds says so in its name, and rounds once.
 */
@NullMarked
package org.jiayi.app.kernel.money;

import org.jspecify.annotations.NullMarked;
