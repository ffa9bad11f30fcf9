/** Pooling areas, institutions, practitioners and teams over HTTP. */
@NullMarked
package org.jiayi.app.organisation.web;

import org.jspecify.annotations.NullMarked;
