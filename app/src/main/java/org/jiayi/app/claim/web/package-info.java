/** Fund claims over HTTP. */
@NullMarked
package org.jiayi.app.claim.web;

import org.jspecify.annotations.NullMarked;
