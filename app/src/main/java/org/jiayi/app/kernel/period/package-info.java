/**
 * Days and months: the only code that counts them.
 *
 * <p>Dates are days in China; nothing here reads a clock. A term is half-open, so that one ends where the next begins
 * and no day is counted twice.
 */
@NullMarked
package org.jiayi.app.kernel.period;

import org.jspecify.annotations.NullMarked;
