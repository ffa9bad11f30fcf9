/** Progress over HTTP: by polling and as events. */
@NullMarked
package org.jiayi.app.progress.web;

import org.jspecify.annotations.NullMarked;
