import type { ClockOffset } from '../api/traces';
import type { Span, TraceSpans } from './otlp';

/** The spans with the offsets added that analysis found for the clocks of their components. */
export function correctClocks(trace: TraceSpans, clocks: readonly ClockOffset[]): TraceSpans {
  if (clocks.length === 0) {
    return trace;
  }
  const offsets = new Map(
    clocks.map((clock) => [keyOf(clock.component, clock.instanceId), clock.offsetNanos]),
  );
  const moved = trace.spans.map((span) => {
    const offset = offsetOf(offsets, span);
    return offset === 0
      ? span
      : { ...span, start: span.start + offset, end: span.end + offset, clockOffset: offset };
  });
  moved.sort((a, b) => a.start - b.start || b.end - a.end);
  return { origin: trace.origin, spans: moved.map((span, index) => ({ ...span, index })) };
}

const keyOf = (component: string, instanceId: string): string => JSON.stringify([component, instanceId]);

/** Analysis names a component with its namespace where it has one, or by its name alone. */
function offsetOf(offsets: ReadonlyMap<string, number>, span: Span): number {
  const { namespace, service, instanceId } = span.resource;
  return (
    offsets.get(keyOf(`${namespace}/${service}`, instanceId)) ?? offsets.get(keyOf(service, instanceId)) ?? 0
  );
}
