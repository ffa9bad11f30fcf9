/**
 * Office tables (报表): one description of a document gives the template of its PDF, when the module is built, and the sheets
 * of its workbook, so that both show the same columns in the same order.
 */
@NullMarked
package org.jiayi.reports.table;

import org.jspecify.annotations.NullMarked;
