/** Amounts and names as Chinese offices write them. */
@NullMarked
package org.jiayi.reports.text;

import org.jspecify.annotations.NullMarked;
