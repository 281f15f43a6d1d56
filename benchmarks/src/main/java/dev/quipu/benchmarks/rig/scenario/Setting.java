package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.cluster.Ports;
import java.nio.file.Path;

/**
 * Where a scenario runs.
 *
 * @param checkout where the launcher is, with the services built
 * @param home of data and logs; emptied first
 */
public record Setting(long seed, Path checkout, Path home, Ports ports) {}
