/** Log templates: what a component's log statements are, learned from the bodies they wrote. */
@NullMarked
package dev.quipu.analysis.template;

import org.jspecify.annotations.NullMarked;
