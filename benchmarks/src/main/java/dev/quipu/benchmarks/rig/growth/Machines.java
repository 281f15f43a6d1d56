package dev.quipu.benchmarks.rig.growth;

/**
 * What is assumed of the machines of an installation.
 *
 * @param cores of each machine
 * @param databaseCores of the largest machine that a PostgreSQL gets
 * @param busyShare of their time that processors are to be busy at most, above 0 and below 1
 * @param logMegabytesPerSecond that the disk of a PostgreSQL's write-ahead log keeps up
 * @param retentionDays that spans are kept
 */
public record Machines(
        int cores, int databaseCores, double busyShare, double logMegabytesPerSecond, int retentionDays) {

    public Machines {
        if (cores < 1 || databaseCores < 1 || busyShare <= 0 || busyShare >= 1) {
            throw new IllegalArgumentException("machines: expected cores, and a busy share between 0 and 1, got "
                    + cores + ", " + databaseCores + " and " + busyShare);
        }
        if (logMegabytesPerSecond <= 0 || retentionDays < 1) {
            throw new IllegalArgumentException("machines: expected MB/s and days above zero, got "
                    + logMegabytesPerSecond + " and " + retentionDays);
        }
    }

    /** Cores to have, so that those that spans keep busy are no more than their share. */
    double coresFor(double busyCores) {
        return busyCores / busyShare;
    }

    long machinesFor(double busyCores) {
        return (long) Math.ceil(coresFor(busyCores) / cores);
    }
}
