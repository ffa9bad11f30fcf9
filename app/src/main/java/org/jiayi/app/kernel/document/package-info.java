/**
 * How a policy document is read: every kind in the same way, the first thing wrong answered with its place.
 *
 * <p>Knows values, not formats: whoever parses the JSON hands over plain records whose parts may be absent.
 */
@NullMarked
package org.jiayi.app.kernel.document;

import org.jspecify.annotations.NullMarked;
