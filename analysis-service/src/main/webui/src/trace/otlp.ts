import type { AnyValue, KeyValue, OtlpEvent, OtlpLink, TracesData } from '../api/traces';

/** What spans of one resource share. */
export interface Resource {
  readonly namespace: string;
  readonly service: string;
  readonly instanceId: string;
  readonly attributes: readonly KeyValue[];
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

/** One span. Times are nanoseconds after the earliest start of the trace, so that a number holds them exactly. */
export interface Span {
  /** Its place among the spans of the trace. */
  readonly index: number;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly isError: boolean;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly start: number;
  readonly end: number;
  /** What was added to its times because its clock was wrong. */
  readonly clockOffset: number;
  readonly resource: Resource;
  readonly scope: Scope;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly OtlpEvent[];
  readonly links: readonly OtlpLink[];
}

/** A span whose place is still to be given: copying a hundred thousand of them for it would be felt. */
type Indexed = Omit<Span, 'index'> & { index: number };

export interface TraceSpans {
  /** Nanoseconds since 1970 that all times count from. */
  readonly origin: bigint;
  /** The earliest start first. */
  readonly spans: readonly Span[];
}

export const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

const STATUS_ERROR = 2;
const NONE: readonly never[] = [];

export function kindName(kind: number): string {
  return KINDS[kind] ?? String(kind);
}

/** The spans of OTLP/JSON. */
export function spansOf(data: TracesData): TraceSpans {
  const origin = earliest(data);
  const after = nanosAfter(origin);
  const spans: Indexed[] = [];
  for (const group of data.resourceSpans ?? NONE) {
    const resource = resourceOf(group.resource?.attributes ?? NONE);
    for (const scoped of group.scopeSpans ?? NONE) {
      const scope = { name: scoped.scope?.name ?? '', version: scoped.scope?.version ?? '' };
      for (const span of scoped.spans ?? NONE) {
        const start = after(span.startTimeUnixNano ?? '0');
        spans.push({
          index: 0,
          spanId: span.spanId ?? '',
          parentSpanId: span.parentSpanId ?? '',
          name: span.name ?? '',
          kind: span.kind ?? 0,
          statusCode: span.status?.code ?? 0,
          statusMessage: span.status?.message ?? '',
          isError: span.status?.code === STATUS_ERROR,
          start,
          clockOffset: 0,
          end: after(span.endTimeUnixNano ?? '0'),
          resource,
          scope,
          attributes: span.attributes ?? NONE,
          events: span.events ?? NONE,
          links: span.links ?? NONE,
        });
      }
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  spans.forEach((span, index) => {
    span.index = index;
  });
  return { origin, spans };
}

const SECOND_DIGITS = 9;

/**
 * Nanoseconds from the origin to a time written in digits. Seconds and nanoseconds are subtracted apart: exact as whole
 * numbers are, and several times faster than BigInt where there are hundreds of thousands.
 */
function nanosAfter(origin: bigint): (text: string) => number {
  const seconds = Number(origin / 1_000_000_000n);
  const nanos = Number(origin % 1_000_000_000n);
  return (text) =>
    text.length > SECOND_DIGITS
      ? (Number(text.slice(0, -SECOND_DIGITS)) - seconds) * 1e9 + (Number(text.slice(-SECOND_DIGITS)) - nanos)
      : Number(BigInt(text) - origin);
}

function earliest(data: TracesData): bigint {
  let least: string | undefined;
  for (const group of data.resourceSpans ?? NONE) {
    for (const scoped of group.scopeSpans ?? NONE) {
      for (const span of scoped.spans ?? NONE) {
        const start = span.startTimeUnixNano ?? '0';
        // Decimal texts without leading zeros: the shorter is the less, then the order of characters.
        if (
          least === undefined ||
          start.length < least.length ||
          (start.length === least.length && start < least)
        ) {
          least = start;
        }
      }
    }
  }
  return BigInt(least ?? '0');
}

function resourceOf(attributes: readonly KeyValue[]): Resource {
  const text = (key: string) =>
    attributes.find((attribute) => attribute.key === key)?.value?.stringValue ?? '';
  return {
    namespace: text('service.namespace'),
    service: text('service.name') || 'unknown_service',
    instanceId: text('service.instance.id'),
    attributes,
  };
}

/** Nanoseconds from the start of a span to one of its events. */
export function eventAfter(trace: TraceSpans, span: Span, event: OtlpEvent): number {
  return Number(BigInt(event.timeUnixNano ?? '0') - trace.origin) + span.clockOffset - span.start;
}

/** An attribute's value as JSON has it. Integers beyond what a number holds stay texts. */
export function plainValue(value: AnyValue | undefined): unknown {
  if (!value) {
    return null;
  }
  if (value.stringValue !== undefined) {
    return value.stringValue;
  }
  if (value.boolValue !== undefined) {
    return value.boolValue;
  }
  if (value.intValue !== undefined) {
    const number = Number(value.intValue);
    return Number.isSafeInteger(number) ? number : String(value.intValue);
  }
  if (value.doubleValue !== undefined) {
    return typeof value.doubleValue === 'number' ? value.doubleValue : Number(value.doubleValue);
  }
  if (value.bytesValue !== undefined) {
    return value.bytesValue;
  }
  if (value.arrayValue) {
    return (value.arrayValue.values ?? NONE).map(plainValue);
  }
  if (value.kvlistValue) {
    return Object.fromEntries(
      (value.kvlistValue.values ?? NONE).map((entry) => [entry.key, plainValue(entry.value)]),
    );
  }
  return null;
}

export function plainText(value: AnyValue | undefined): string {
  const plain = plainValue(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
