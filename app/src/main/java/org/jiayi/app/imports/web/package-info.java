/** The imports over HTTP. */
@NullMarked
package org.jiayi.app.imports.web;

import org.jspecify.annotations.NullMarked;
