/** Visits and referrals over HTTP. */
@NullMarked
package org.jiayi.app.visit.web;

import org.jspecify.annotations.NullMarked;
