/** What is known by name: components and span names. */
@NullMarked
package dev.quipu.storage.catalog;

import org.jspecify.annotations.NullMarked;
