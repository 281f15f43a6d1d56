package dev.quipu.benchmarks.rig.scenario;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Something that a rig can be told to do. */
public interface Scenario {

    /**
     * Blocks until it is over and everything it started is stopped.
     *
     * @throws TimeoutException when something did not come back
     */
    Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException;

    /** The command that does the same once more. */
    String again();
}
