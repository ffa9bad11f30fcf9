/** Policies over HTTP. */
@NullMarked
package org.jiayi.app.policy.web;

import org.jspecify.annotations.NullMarked;
