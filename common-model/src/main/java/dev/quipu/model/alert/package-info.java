/** What people want to be told of: conditions over figures of spans and metrics, and the states of what came of them. */
@NullMarked
package dev.quipu.model.alert;

import org.jspecify.annotations.NullMarked;
