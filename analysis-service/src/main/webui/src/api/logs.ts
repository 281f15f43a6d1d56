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
  /** Of the statement that wrote it; absent until it was analysed. */
  readonly template?: number;
}

export interface LogPage {
  readonly logs: readonly FoundLog[];
  readonly nextCursor?: string;
  readonly watermark: string;
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
