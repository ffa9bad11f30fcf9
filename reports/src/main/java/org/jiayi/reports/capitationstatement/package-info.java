/** 门诊统筹按人头预付结算单: what one institution is due for one month, with every person-month behind it. */
@NullMarked
package org.jiayi.reports.capitationstatement;

import org.jspecify.annotations.NullMarked;
