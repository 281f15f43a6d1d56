import { useMemo } from 'preact/hooks';
import {
  type CriticalPath,
  criticalPath,
  fetchTrace,
  structure as readStructure,
  type TraceStructure,
} from '../../api/traces';
import { type Load, useLoad } from '../../app/load';
import { correctClocks } from '../../trace/clocks';
import { NO_PATH, type PlacedPath, placePath } from '../../trace/critical-path';
import { spansOf, type TraceSpans } from '../../trace/otlp';
import { type TraceTree, treeOf } from '../../trace/tree';

/** A trace made ready to be drawn. Times are nanoseconds after its origin. */
export interface TraceModel {
  readonly traceId: string;
  readonly trace: TraceSpans;
  readonly tree: TraceTree;
  readonly path: PlacedPath;
  readonly from: number;
  readonly to: number;
  readonly isTruncated: boolean;
}

export interface Loaded {
  readonly trace: Load<{ readonly spans: TraceSpans; readonly isTruncated: boolean }>;
  readonly structure: Load<TraceStructure>;
  readonly critical: Load<CriticalPath>;
  readonly model: TraceModel | undefined;
}

/** The spans are shown as soon as they are there; what analysis says of them is added when it comes. */
export function useTrace(traceId: string, isReportedTime: boolean): Loaded {
  const trace = useLoad(traceId, async (signal) => {
    const fetched = await fetchTrace(traceId, signal);
    return { spans: spansOf(fetched.data), isTruncated: fetched.isTruncated };
  });
  // Analysis reads the whole trace for these: not while the spans themselves are waited for.
  const known = trace.data && traceId;
  const critical = useLoad(known, (signal) => criticalPath(traceId, { signal }));
  const structure = useLoad(known, (signal) => readStructure(traceId, { signal }));

  const clocks = isReportedTime ? undefined : structure.data?.clocks;
  const drawn = useMemo(() => {
    if (!trace.data) {
      return undefined;
    }
    const spans = correctClocks(trace.data.spans, clocks ?? []);
    return { spans, tree: treeOf(spans.spans), ...boundsOf(spans) };
  }, [trace.data, clocks && clocks.length > 0 ? clocks : undefined]);
  const model = useMemo(() => {
    if (!drawn || !trace.data) {
      return undefined;
    }
    const isPathInTheseTimes = !isReportedTime || (structure.data?.clocks.length ?? 0) === 0;
    const path =
      critical.data && isPathInTheseTimes ? placePath(drawn.tree, critical.data.sections) : NO_PATH;
    const { spans, tree, from, to } = drawn;
    return { traceId, trace: spans, tree, path, from, to, isTruncated: trace.data.isTruncated };
  }, [drawn, critical.data, isReportedTime, structure.data]);
  return { trace, structure, critical, model };
}

function boundsOf(trace: TraceSpans): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of trace.spans) {
    from = Math.min(from, span.start);
    to = Math.max(to, span.end, span.start);
  }
  return Number.isFinite(from) ? { from, to: Math.max(to, from + 1) } : { from: 0, to: 1 };
}

/** Milliseconds since 1970 of a time of the trace. */
export function millisAt(trace: TraceSpans, nanos: number): number {
  return Number(trace.origin / 1_000_000n) + nanos / 1e6;
}
