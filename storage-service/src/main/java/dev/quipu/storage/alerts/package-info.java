/** Alert rules, what came of them, and who is told: storage keeps them, analysis evaluates and delivers. */
@NullMarked
package dev.quipu.storage.alerts;

import org.jspecify.annotations.NullMarked;
