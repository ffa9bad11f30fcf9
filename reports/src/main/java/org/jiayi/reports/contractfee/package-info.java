/** 费用明细: every line of one contract's fee, and why it is there. */
@NullMarked
package org.jiayi.reports.contractfee;

import org.jspecify.annotations.NullMarked;
