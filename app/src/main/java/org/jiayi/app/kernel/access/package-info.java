/** Who is asking, and how far they may see: the values every module receives instead of a security framework. */
@NullMarked
package org.jiayi.app.kernel.access;

import org.jspecify.annotations.NullMarked;
