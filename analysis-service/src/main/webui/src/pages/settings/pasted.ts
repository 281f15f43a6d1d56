import type { DryRunQuestion } from '../../api/redaction';

type Json = Readonly<Record<string, unknown>>;

const REQUESTS: readonly (readonly [string, string])[] = [
  ['resourceSpans', 'traces'],
  ['resourceLogs', 'logs'],
  ['resourceMetrics', 'metrics'],
];

const POINTS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** The service takes no longer questions. */
const MOST_CHARACTERS = 50_000;

/**
 * Takes OTLP's JSON for records, be it a whole request or a single span, log record or metric, and anything else for a
 * text.
 *
 * @throws Error when there is nothing or too much of it
 */
export function questionOf(pasted: string): DryRunQuestion {
  if (pasted.trim() === '') {
    throw new Error('Expected a record or a line of text to look at, got nothing.');
  }
  if (pasted.length > MOST_CHARACTERS) {
    throw new Error(`Expected at most ${MOST_CHARACTERS} characters, got ${pasted.length}.`);
  }
  const json = objectOf(pasted);
  return (json && (requestOf(json) ?? singleOf(json))) ?? { texts: [pasted] };
}

function objectOf(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    return undefined;
  }
}

function requestOf(json: Json): DryRunQuestion | undefined {
  const known = REQUESTS.find(([field]) => Array.isArray(json[field]));
  return known && { signal: known[1], records: json };
}

/** One record alone, in the request that it would come in. */
function singleOf(json: Json): DryRunQuestion | undefined {
  if ('spanId' in json && 'startTimeUnixNano' in json) {
    return { signal: 'traces', records: { resourceSpans: [{ scopeSpans: [{ spans: [json] }] }] } };
  }
  if (typeof json.name === 'string' && POINTS.some((kind) => typeof json[kind] === 'object')) {
    return { signal: 'metrics', records: { resourceMetrics: [{ scopeMetrics: [{ metrics: [json] }] }] } };
  }
  if (isAnyValue(json.body) || Array.isArray(json.attributes)) {
    return { signal: 'logs', records: { resourceLogs: [{ scopeLogs: [{ logRecords: [json] }] }] } };
  }
  return undefined;
}

/** As OTLP writes values; log lines of programs are JSON as well, but not this. */
const isAnyValue = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.endsWith('Value'));
