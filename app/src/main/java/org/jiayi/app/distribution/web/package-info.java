/** Staff distributions over HTTP. */
@NullMarked
package org.jiayi.app.distribution.web;

import org.jspecify.annotations.NullMarked;
