/** Pooling areas over HTTP. */
@NullMarked
package org.jiayi.app.organisation.web;

import org.jspecify.annotations.NullMarked;
