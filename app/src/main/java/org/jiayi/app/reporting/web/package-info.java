/** Printed documents over HTTP. */
@NullMarked
package org.jiayi.app.reporting.web;

import org.jspecify.annotations.NullMarked;
