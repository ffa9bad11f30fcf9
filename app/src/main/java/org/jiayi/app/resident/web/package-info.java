/** Residents over HTTP. */
@NullMarked
package org.jiayi.app.resident.web;

import org.jspecify.annotations.NullMarked;
