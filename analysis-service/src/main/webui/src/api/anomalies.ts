import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';
import type { RateErrorsDuration } from './red';

export interface AnomalousValue {
  readonly timeUnixNano: string;
  readonly value: number;
  readonly score: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  readonly explanation: string;
}

export interface SeriesChange {
  readonly kind: string;
  readonly sinceUnixNano: string;
  readonly before: number;
  readonly after: number;
}

export interface Anomalies {
  readonly looked: number;
  readonly stepMillis: number;
  readonly series: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly highestScore: number;
    readonly moments: readonly AnomalousValue[];
    readonly changes: readonly SeriesChange[];
  }[];
}

export interface RedChanges {
  readonly beforeFrom: string;
  readonly beforeTo: string;
  readonly lines: readonly {
    readonly namespace: string;
    readonly component: string;
    readonly spanName: string;
    readonly kind: string;
    readonly state: 'new' | 'gone' | 'changed';
    readonly busyNanosPerSecondDifference: number;
    readonly now?: RateErrorsDuration | null;
    readonly before?: RateErrorsDuration | null;
    readonly search: string;
  }[];
}

export const redAnomalies = (service: string, range: TimeRange, asked: Asked): Promise<Anomalies> =>
  getJson(
    '/v1/anomalies/red',
    { service, limit: 50, ...rangeParameters(range) },
    { label: 'Looking for what stands out', ...asked },
  );

/** Of counts of the log records of one template each, named by the labels `template` and `text`. */
export const templateAnomalies = (service: string, range: TimeRange, asked: Asked): Promise<Anomalies> =>
  getJson(
    '/v1/anomalies/log-templates',
    { service, limit: 50, ...rangeParameters(range) },
    { label: 'Looking for what stands out in logs', ...asked },
  );

/** Of series of metrics, each by itself. */
export const metricAnomalies = (
  question: { readonly match: string; readonly function: string; readonly quantile?: string },
  range: TimeRange,
  asked: Asked,
): Promise<Anomalies> =>
  getJson(
    '/v1/anomalies/metrics',
    { ...question, limit: 50, ...rangeParameters(range) },
    { label: 'Looking for what stands out in metrics', ...asked },
  );

export const redChanges = (service: string, range: TimeRange, asked: Asked): Promise<RedChanges> =>
  getJson(
    '/v1/red/changes',
    { service, limit: 100, ...rangeParameters(range) },
    { label: 'Comparing with the time before', ...asked },
  );
