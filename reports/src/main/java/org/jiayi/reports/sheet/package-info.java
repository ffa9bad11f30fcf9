/** One way to write a workbook with typed cells whose bytes depend on nothing but its content. */
@NullMarked
package org.jiayi.reports.sheet;

import org.jspecify.annotations.NullMarked;
