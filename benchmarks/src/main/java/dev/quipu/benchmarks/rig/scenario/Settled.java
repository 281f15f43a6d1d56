package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.check.Check;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * The end of a scenario with a client.
 *
 * @param drained from the last acknowledgement until the spool was empty
 * @param checks of what was acknowledged
 */
record Settled(Duration drained, List<Check> checks) {

    private static final Duration READY = Duration.ofSeconds(180);

    /** All faults are over: finishes the load, waits until everything is up and written, and compares. */
    static Settled of(Stage stage, Load load, Duration drainedWithin, Console console)
            throws InterruptedException, TimeoutException, IOException, SQLException {
        load.finish();
        stage.cluster().awaitReady(READY);
        Duration drained = stage.settlement().awaitDrained(drainedWithin);
        console.say("all is acknowledged, the spool is empty");
        return new Settled(
                drained, new ArrayList<>(stage.settlement().checks(load.source(), load.journalFile(), load.tally())));
    }

    /** What happened to the client. */
    static List<String> facts(Load load) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d records acknowledged, %,d requests sent again",
                        load.tally().acknowledgedRecords(),
                        load.tally().retries()),
                "sent again because of: " + load.tally().troubles());
    }
}
