/** 年终清算表: what a year comes to for every payee, once the bureau has reconciled it. */
@NullMarked
package org.jiayi.reports.yearend;

import org.jspecify.annotations.NullMarked;
