/**
 * Roster agreement (名单核对): the month's list goes to the institutions, who agree or object person by person; the bureau answers,
 * and the list is final before its money is confirmed.
 *
 * <p>It counts nobody: capitation does, and leaves out whom an accepted objection names. Settlement asks here whether a month
 * may be confirmed.
 */
@ApplicationModule(allowedDependencies = {"kernel", "database", "web", "resident", "capitation"})
@NullMarked
package org.jiayi.app.roster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
