/** The contract fee over HTTP. */
@NullMarked
package org.jiayi.app.fee.web;

import org.jspecify.annotations.NullMarked;
