import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';

export interface ComponentName {
  readonly namespace: string;
  readonly name: string;
  readonly instanceId: string;
}

export interface FoundSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly component: ComponentName;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly startTimeUnixNano: string;
  readonly durationNanos: string;
}

export interface SpanPage {
  readonly spans: readonly FoundSpan[];
  readonly nextCursor?: string;
  readonly watermark: string;
  readonly scanned: { readonly segments: number; readonly rowGroups: number };
}

export interface FoundTrace {
  readonly traceId: string;
  readonly matchedSpans: number;
  readonly startTimeUnixNano: string;
  readonly durationNanos: string;
}

export interface TracePage {
  readonly traces: readonly FoundTrace[];
  readonly nextCursor?: string;
  readonly watermark: string;
  readonly truncated: boolean;
}

export interface Counts {
  readonly fromUnixNano: string;
  readonly stepNanos: string;
  readonly steps: number;
  readonly groups: readonly {
    readonly value: string;
    readonly total: number;
    readonly counts: readonly number[];
  }[];
  readonly others: readonly number[];
}

export interface HeatMapRow {
  readonly fromNanos: string;
  readonly toNanos: string;
  readonly counts: readonly number[];
  readonly search: string;
}

export interface HeatMap {
  readonly fromUnixNano: string;
  readonly stepNanos: string;
  readonly steps: number;
  readonly rows: readonly HeatMapRow[];
}

/** The parent of a root, as a search names it. */
export const NO_PARENT = '0000000000000000';

export type Order = 'newest' | 'slowest';

export interface SpanSearch {
  readonly q: string;
  readonly range: TimeRange;
  readonly order: Order;
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

function parameters(search: SpanSearch) {
  const { q, order, cursor, limit } = search;
  return { q, order, cursor, limit: limit ?? 50, ...rangeParameters(search.range) };
}

export const searchSpans = (search: SpanSearch, signal?: AbortSignal): Promise<SpanPage> =>
  getJson('/store/v1/spans', parameters(search), { signal, label: 'Searching spans' });

export const searchTraces = (search: SpanSearch, signal?: AbortSignal): Promise<TracePage> =>
  getJson('/store/v1/traces', parameters(search), { signal, label: 'Searching traces' });

export const heatMap = (q: string, range: TimeRange, step: string, asked: Asked): Promise<HeatMap> =>
  getJson(
    '/v1/heat-map',
    { q, step, ...rangeParameters(range) },
    { label: 'Counting by duration', ...asked },
  );

export const countSpans = (
  q: string,
  by: string,
  step: string,
  range: TimeRange,
  asked: Asked,
): Promise<Counts> =>
  getJson(
    '/store/v1/spans/counts',
    { q, by, step, ...rangeParameters(range) },
    { label: 'Counting spans', ...asked },
  );

/** The roots of traces by trace id, for lists: what each trace is about. */
export async function rootsOf(
  traceIds: readonly string[],
  range: TimeRange,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, FoundSpan>> {
  if (traceIds.length === 0) {
    return new Map();
  }
  const q = `(${traceIds.map((id) => `traceId = "${id}"`).join(' || ')}) && parentSpanId = "${NO_PARENT}"`;
  const page = await searchSpans({ q, range, order: 'newest', limit: traceIds.length * 2 }, signal);
  return new Map(page.spans.map((span) => [span.traceId, span]));
}
