/** Capitation policies tried out, over HTTP. */
@NullMarked
package org.jiayi.app.capitation.web;

import org.jspecify.annotations.NullMarked;
