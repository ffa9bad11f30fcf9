/** Roster agreement over HTTP. */
@NullMarked
package org.jiayi.app.roster.web;

import org.jspecify.annotations.NullMarked;
