/** Who may ask a service. The three services put this before every door; what a caller asks for is their matter. */
@NullMarked
package dev.quipu.access;

import org.jspecify.annotations.NullMarked;
