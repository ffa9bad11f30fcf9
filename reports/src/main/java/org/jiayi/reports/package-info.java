/** The printed documents of Jiayi. Plain Java and JasperReports: no Spring, no Reactor, no database, no rules. */
@NullMarked
package org.jiayi.reports;

import org.jspecify.annotations.NullMarked;
