/** A PostgreSQL of our own on this machine, and the write-ahead log kept outside of it. Plain Java, no framework. */
@NullMarked
package dev.quipu.database;

import org.jspecify.annotations.NullMarked;
