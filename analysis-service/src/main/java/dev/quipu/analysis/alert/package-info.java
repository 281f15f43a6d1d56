/** Alert rules: whether their conditions hold, what that makes of their alerts, and who is told. */
@NullMarked
package dev.quipu.analysis.alert;

import org.jspecify.annotations.NullMarked;
