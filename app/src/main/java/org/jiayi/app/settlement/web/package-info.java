/** Settlement batches and files over HTTP. */
@NullMarked
package org.jiayi.app.settlement.web;

import org.jspecify.annotations.NullMarked;
