/**
 * One target for each parser of bytes that others send. A target lets out no exception but a failed expectation: what
 * the parser's documentation names is caught, and everything else is a finding. Targets of package-private parsers are
 * in the package of the parser.
 */
@NullMarked
package dev.quipu.fuzzing;

import org.jspecify.annotations.NullMarked;
