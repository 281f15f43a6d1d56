/** The three services and their PostgreSQL as processes of the rig, with ports and data of their own. */
@NullMarked
package dev.quipu.benchmarks.rig.cluster;

import org.jspecify.annotations.NullMarked;
