/**
 * Imports (数据导入): a county's export files taken in as jobs that can be watched, killed, resumed and cancelled.
 *
 * <p>Knows files, lines, chunks and progress; what a row means is said by the module that implements {@link
 * org.jiayi.app.imports.FileKind}. A chunk's rows, refusals and progress are one transaction.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "web", "worker", "progress"})
@NullMarked
package org.jiayi.app.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
