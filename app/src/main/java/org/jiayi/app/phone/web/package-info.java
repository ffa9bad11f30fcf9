/** A phone's outbox over HTTP. */
@NullMarked
package org.jiayi.app.phone.web;

import org.jspecify.annotations.NullMarked;
