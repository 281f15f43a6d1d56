/** The storage service: keeps segments in PostgreSQL and answers queries over them. */
@NullMarked
package dev.quipu.storage;

import org.jspecify.annotations.NullMarked;
