package dev.quipu.benchmarks.spans;

import dev.quipu.benchmarks.spans.TraceWalk.Caller;
import dev.quipu.benchmarks.spans.TraceWalk.Outcome;
import java.util.List;

/** What an endpoint does while it serves: each step becomes one or more spans. */
sealed interface Step {

    /** Share of the served requests that take this step, from 0 to 1. */
    double probability();

    /** Adds the spans of this step to the trace. */
    Outcome take(TraceWalk walk, Caller caller, long startNanos);

    /** A request to another endpoint: a CLIENT span here and what the callee does. */
    record Call(Endpoint callee, double probability) implements Step {
        @Override
        public Outcome take(TraceWalk walk, Caller caller, long startNanos) {
            return walk.call(this, caller, startNanos);
        }
    }

    /** A request to a database: one CLIENT span. */
    record Query(Database database, String statement, String table, double probability) implements Step {
        @Override
        public Outcome take(TraceWalk walk, Caller caller, long startNanos) {
            return walk.query(this, caller, startNanos);
        }
    }

    /** A request to somebody without instrumentation: one CLIENT span. */
    record External(String address, String path, int medianMicros, double probability) implements Step {
        @Override
        public Outcome take(TraceWalk walk, Caller caller, long startNanos) {
            return walk.external(this, caller, startNanos);
        }
    }

    /** A piece of work that is worth a span of its own: one INTERNAL span. */
    record Work(String name, int medianMicros, double probability) implements Step {
        @Override
        public Outcome take(TraceWalk walk, Caller caller, long startNanos) {
            return walk.work(this, caller, startNanos);
        }
    }

    /** A message: a PRODUCER span here and what its consumer does, later. */
    record Publish(Endpoint consumer, double probability) implements Step {
        @Override
        public Outcome take(TraceWalk walk, Caller caller, long startNanos) {
            return walk.publish(this, caller, startNanos);
        }
    }

    /**
     * What a service does when it is asked.
     *
     * @param method HTTP method, or empty for a consumer of messages
     * @param route HTTP route with {product}, {order} and {user} where ids stand, or the topic
     * @param medianMicros median time of its own, without its steps
     */
    record Endpoint(Service service, String method, String route, int medianMicros, List<Step> steps) {

        public Endpoint {
            steps = List.copyOf(steps);
        }

        boolean consumesMessages() {
            return method.isEmpty();
        }
    }

    /** A database that services share; uninstrumented itself. */
    record Database(String system, String namespace, String address, int port, int medianMicros) {}
}
