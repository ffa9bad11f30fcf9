/** 签约覆盖情况表: how many residents of a pooling area are under contract on a day, the priority groups apart, with a chart. */
@NullMarked
package org.jiayi.reports.coverage;

import org.jspecify.annotations.NullMarked;
