/** Decisions: a rule answers with a value or with a coded refusal, and nobody can read the one without facing the other. */
@NullMarked
package org.jiayi.app.kernel.decision;

import org.jspecify.annotations.NullMarked;
