/** Where the time of one trace, or of many, went: what the functions over traces find, as answers. */
@NullMarked
package dev.quipu.analysis.explanation;

import org.jspecify.annotations.NullMarked;
