/** PostgreSQL itself: the embedded server, partitions, transactions, what its errors mean. */
@NullMarked
package dev.quipu.storage.database;

import org.jspecify.annotations.NullMarked;
