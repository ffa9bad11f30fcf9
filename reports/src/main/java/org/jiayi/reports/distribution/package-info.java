/** 绩效分配表: how a team's contract-fee income of some months is shared among its members. */
@NullMarked
package org.jiayi.reports.distribution;

import org.jspecify.annotations.NullMarked;
