/** 基金拨付汇总表: what the fund pays to each institution of a batch. */
@NullMarked
package org.jiayi.reports.appropriationsummary;

import org.jspecify.annotations.NullMarked;
