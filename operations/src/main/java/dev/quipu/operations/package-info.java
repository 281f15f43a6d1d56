/** What an operator does beside the services: backup, restore and proof. */
@NullMarked
package dev.quipu.operations;

import org.jspecify.annotations.NullMarked;
