/** 签约服务费结算单: what a fund is asked for of a month's contract fees, and what arrived of it. */
@NullMarked
package org.jiayi.reports.fundclaim;

import org.jspecify.annotations.NullMarked;
