/** Digests of content: SHA-256 and its Chinese counterpart SM3 (GB/T 32905), always both. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.jiayi.app.digest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
