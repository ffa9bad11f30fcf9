/** 家庭医生签约服务协议书, the agreement that a resident signs, with a code by which anybody can check it. */
@NullMarked
package org.jiayi.reports.serviceagreement;

import org.jspecify.annotations.NullMarked;
