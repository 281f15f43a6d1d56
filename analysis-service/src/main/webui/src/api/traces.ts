import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, address, getJson, readHeaders, send } from './client';

/** OTLP/JSON of a trace, as far as it is read. */
export interface TracesData {
  readonly resourceSpans?: readonly ResourceSpans[];
}

export interface ResourceSpans {
  readonly resource?: { readonly attributes?: readonly KeyValue[] };
  readonly scopeSpans?: readonly {
    readonly scope?: { readonly name?: string; readonly version?: string };
    readonly spans?: readonly OtlpSpan[];
  }[];
}

export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}

export interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

export interface OtlpEvent {
  readonly timeUnixNano?: string;
  readonly name?: string;
  readonly attributes?: readonly KeyValue[];
}

export interface OtlpLink {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: readonly KeyValue[];
}

export interface OtlpSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly OtlpEvent[];
  readonly links?: readonly OtlpLink[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

export interface Operation {
  readonly namespace: string;
  readonly component: string;
  readonly spanName: string;
  readonly kind: string;
  readonly search: string;
}

export interface CriticalPathSection {
  readonly spanId: string;
  readonly operation: Operation;
  readonly instanceId: string;
  readonly fromNanos: number;
  readonly toNanos: number;
}

export interface CriticalPath {
  readonly rootSpanId: string;
  readonly root: Operation;
  readonly startTimeUnixNano: string;
  readonly durationNanos: number;
  readonly sectionCount: number;
  readonly sections: readonly CriticalPathSection[];
  readonly truncated: boolean;
}

export interface NamedSpans {
  readonly count: number;
  readonly spanIds: readonly string[];
}

export interface ClockOffset {
  readonly component: string;
  readonly instanceId: string;
  readonly offsetNanos: number;
  readonly spans: number;
  readonly calls: number;
  readonly contradictingCalls: number;
}

export interface TraceStructure {
  readonly spans: number;
  readonly mainRootSpanId: string;
  readonly roots: NamedSpans;
  readonly orphans: NamedSpans;
  readonly ownParents: NamedSpans;
  readonly cycles: NamedSpans;
  readonly sharedIds: NamedSpans;
  readonly runningBackwards: NamedSpans;
  readonly clocks: readonly ClockOffset[];
  readonly truncated: boolean;
}

export interface CallFigures {
  readonly traces: number;
  readonly spans: number;
  readonly errors: number;
  readonly totalNanos: number;
  readonly selfNanos: number;
  readonly criticalNanos: number;
}

export interface FlameGraphNode {
  readonly depth: number;
  readonly operation: Operation;
  readonly figures: CallFigures;
}

export interface FlameGraphAnswer {
  readonly traces: number;
  readonly spansLeftOut: number;
  /** Each before what it calls. */
  readonly nodes: readonly FlameGraphNode[];
  readonly truncated: boolean;
}

export interface ComparedCall {
  readonly depth: number;
  readonly operation: Operation;
  readonly side: 'base' | 'other' | 'both';
  readonly base: CallFigures;
  readonly other: CallFigures;
  readonly differenceNanos: number;
}

export interface TraceComparison {
  readonly base: { readonly traces: number; readonly truncated: boolean };
  readonly other: { readonly traces: number; readonly truncated: boolean };
  readonly differenceNanos: number;
  readonly lines: readonly ComparedCall[];
}

/** A trace as it is stored. */
export interface FetchedTrace {
  readonly data: TracesData;
  readonly isTruncated: boolean;
}

/** The id that a text names; undefined when it is none. */
export function traceIdOf(text: string): string | undefined {
  const lower = text.toLowerCase();
  return /^[0-9a-f]{32}$/.test(lower) ? lower : undefined;
}

function askForTrace(traceId: string, signal?: AbortSignal): Promise<FetchedTrace> {
  return send(
    traceAddress(traceId),
    { headers: readHeaders() },
    { signal, label: 'Fetching the trace' },
    async (response) => ({
      data: (await response.json()) as TracesData,
      isTruncated: response.headers.get('Quipu-Truncated') === 'true',
    }),
  );
}

interface EarlyTrace {
  readonly traceId: string;
  readonly controller: AbortController;
  readonly answer: Promise<FetchedTrace>;
}

let early: EarlyTrace | undefined;

/** Asks for a trace while the code that shows it is still on its way. */
export function fetchTraceEarly(traceId: string): void {
  const controller = new AbortController();
  const answer = askForTrace(traceId, controller.signal);
  const own = { traceId, controller, answer };
  early = own;
  // Whoever takes the answer is told; nobody takes one that has failed before, for lack of a key for instance.
  answer.catch(() => {
    early = early === own ? undefined : early;
  });
}

export function fetchTrace(traceId: string, signal?: AbortSignal): Promise<FetchedTrace> {
  const begun = early;
  early = undefined;
  if (begun?.traceId !== traceId) {
    begun?.controller.abort();
    return askForTrace(traceId, signal);
  }
  signal?.addEventListener('abort', () => begun.controller.abort(), { once: true });
  return begun.answer;
}

const traceAddress = (traceId: string): string => address(`/store/v1/traces/${traceId}`);

/** The trace as it is stored, as a file. By request and not by link, because tenant and key are told in headers. */
export function traceFile(traceId: string): Promise<Blob> {
  return send(
    traceAddress(traceId),
    { headers: readHeaders() },
    { label: 'Fetching the trace' },
    (response) => response.blob(),
  );
}

export const criticalPath = (traceId: string, asked: Asked): Promise<CriticalPath> =>
  getJson(`/v1/traces/${traceId}/critical-path`, { limit: 10_000 }, { label: 'Critical path', ...asked });

export const structure = (traceId: string, asked: Asked): Promise<TraceStructure> =>
  getJson(`/v1/traces/${traceId}/structure`, {}, { label: 'Structure of the trace', ...asked });

export const compareTraces = (
  base: string,
  other: string,
  range: TimeRange,
  asked: Asked,
): Promise<TraceComparison> =>
  getJson(
    '/v1/trace-comparison',
    { base, other, ...rangeParameters(range), limit: 1000 },
    { label: 'Comparing traces', ...asked },
  );

export const flameGraph = (q: string, range: TimeRange, asked: Asked): Promise<FlameGraphAnswer> =>
  getJson(
    '/v1/flame-graph',
    { q, ...rangeParameters(range) },
    { label: 'Laying traces over each other', ...asked },
  );
