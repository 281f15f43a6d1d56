/** What a component has to do with others, as calls that analysis told of and its attributes show it. */
@NullMarked
package dev.quipu.storage.relations;

import org.jspecify.annotations.NullMarked;
