/**
 * Progress (进度): how far the long jobs of every module are, how they are watched, and how they are stopped.
 *
 * <p>A module with long jobs implements {@link org.jiayi.app.progress.LongJobs}; the jobs themselves, and what they come to,
 * stay with it. Nothing is kept here.
 */
@ApplicationModule(allowedDependencies = {"kernel", "web"})
@NullMarked
package org.jiayi.app.progress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
