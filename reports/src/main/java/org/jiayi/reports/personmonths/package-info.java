/** 人月明细: every person-month of one payee and month, however many there are. */
@NullMarked
package org.jiayi.reports.personmonths;

import org.jspecify.annotations.NullMarked;
