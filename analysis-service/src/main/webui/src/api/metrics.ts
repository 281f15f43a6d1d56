import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';

export interface ListedMetric {
  readonly name: string;
  readonly kind: 'gauge' | 'sum' | 'histogram' | 'exponential_histogram' | 'summary';
  readonly unit: string;
  readonly description: string;
  readonly temporality: string;
  readonly monotonic: boolean;
  readonly lastSeen: string;
}

export interface NamedSeries {
  readonly metric: string;
  readonly kind: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

export interface ValueLine {
  readonly series?: NamedSeries;
  readonly group: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

export interface Values {
  readonly fromUnixNano: string;
  readonly stepNanos: string;
  readonly steps: number;
  readonly lines: readonly ValueLine[];
}

export interface Exemplar {
  readonly series: NamedSeries;
  readonly timeUnixNano: string;
  readonly value?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface RangeQuestion {
  readonly match: string;
  readonly function: string;
  readonly quantile?: string;
  readonly aggregate: string;
  readonly by: string;
  readonly step: string;
}

export const listMetrics = (
  contains: string,
  service: string,
  asked: Asked,
): Promise<{ readonly metrics: readonly ListedMetric[]; readonly nextCursor?: string }> =>
  getJson('/store/v1/metrics', { contains, service, limit: 200 }, { label: 'Listing metrics', ...asked });

export const listSeries = (
  match: string,
  range: TimeRange,
  asked: Asked,
): Promise<{ readonly series: readonly NamedSeries[] }> =>
  getJson(
    '/store/v1/metrics/series',
    { match, ...rangeParameters(range) },
    { label: 'Listing series', ...asked },
  );

export const queryMetrics = (question: RangeQuestion, range: TimeRange, asked: Asked): Promise<Values> =>
  getJson(
    '/store/v1/metrics/query',
    { ...question, ...rangeParameters(range) },
    { label: 'Reading metrics', ...asked },
  );

export const listExemplars = (
  match: string,
  range: TimeRange,
  asked: Asked,
  limit = 100,
): Promise<{ readonly exemplars: readonly Exemplar[] }> =>
  getJson(
    '/store/v1/metrics/exemplars',
    { match, limit, ...rangeParameters(range) },
    { label: 'Reading exemplars', ...asked },
  );
