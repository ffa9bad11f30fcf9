/** Statements, their files and reconciliations over HTTP. */
@NullMarked
package org.jiayi.app.publication.web;

import org.jspecify.annotations.NullMarked;
