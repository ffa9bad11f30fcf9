/** Jiayi (家医): family-doctor contracting and capitation. One deployable, cut into modules by the trade's own nouns. */
@NullMarked
package org.jiayi.app;

import org.jspecify.annotations.NullMarked;
