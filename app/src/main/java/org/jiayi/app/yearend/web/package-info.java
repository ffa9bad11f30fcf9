/** Year ends over HTTP. */
@NullMarked
package org.jiayi.app.yearend.web;

import org.jspecify.annotations.NullMarked;
