/** One way to turn a compiled template and its data into a PDF whose bytes depend on nothing else. */
@NullMarked
package org.jiayi.reports.pdf;

import org.jspecify.annotations.NullMarked;
