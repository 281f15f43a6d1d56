/** Questions about records: the filter language, and its evaluation over segments. */
@NullMarked
package dev.quipu.model.query;

import org.jspecify.annotations.NullMarked;
