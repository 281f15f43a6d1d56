/** That the records in a database are those that were stored, by their set-hashes. */
@NullMarked
package dev.quipu.operations.proof;

import org.jspecify.annotations.NullMarked;
