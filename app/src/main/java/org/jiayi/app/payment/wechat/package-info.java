/** 微信支付 as a payment provider, by its API v3; there only where {@code jiayi.payments.wechat} is configured. */
@NullMarked
package org.jiayi.app.payment.wechat;

import org.jspecify.annotations.NullMarked;
