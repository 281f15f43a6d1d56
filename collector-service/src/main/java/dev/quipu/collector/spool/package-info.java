/** Keeps acknowledged segments in fsynced files for the time that storage can not be reached. */
@NullMarked
package dev.quipu.collector.spool;

import org.jspecify.annotations.NullMarked;
