import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';
import type { ComponentName, Counts } from './spans';

export interface FoundLog {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly component: ComponentName;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scopeName: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
}

export interface LogPage {
  readonly logs: readonly FoundLog[];
  readonly nextCursor?: string;
  readonly watermark: string;
}

export interface LogTemplate {
  readonly namespace: string;
  readonly component: string;
  readonly number: number;
  readonly text: string;
  readonly records: number;
  readonly errors: number;
  readonly firstTimeUnixNano: string;
  readonly lastTimeUnixNano: string;
  readonly sample: string;
  readonly search: string;
}

export interface AssignedRecord {
  readonly timeUnixNano: string;
  readonly namespace: string;
  readonly component: string;
  readonly template: number;
}

export interface LogTemplates {
  readonly records: number;
  readonly leftOver: number;
  readonly truncated: boolean;
  readonly templateCount: number;
  readonly templates: readonly LogTemplate[];
  readonly assignments: readonly AssignedRecord[];
}

export interface LogSearch {
  readonly q: string;
  readonly range: TimeRange;
  readonly order?: 'newest' | 'oldest';
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

export function searchLogs(search: LogSearch, signal?: AbortSignal): Promise<LogPage> {
  const { q, order, cursor, limit } = search;
  return getJson(
    '/store/v1/logs',
    { q, order: order ?? 'newest', cursor, limit: limit ?? 100, ...rangeParameters(search.range) },
    { signal, label: 'Searching logs' },
  );
}

export const countLogs = (
  q: string,
  by: string,
  step: string,
  range: TimeRange,
  asked: Asked,
): Promise<Counts> =>
  getJson(
    '/store/v1/logs/counts',
    { q, by, step, ...rangeParameters(range) },
    { label: 'Counting logs', ...asked },
  );

export const logTemplates = (q: string, range: TimeRange, asked: Asked): Promise<LogTemplates> =>
  getJson(
    '/v1/log-templates',
    { q, assign: true, limit: 200, ...rangeParameters(range) },
    { label: 'Looking for patterns', ...asked },
  );
