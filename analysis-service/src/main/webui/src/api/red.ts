import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';

export interface RateErrorsDuration {
  readonly spans: number;
  readonly ratePerSecond: number;
  readonly errors: number;
  readonly errorRatio: number;
  readonly meanNanos?: number | null;
  readonly p50Nanos?: number | null;
  readonly p90Nanos?: number | null;
  readonly p95Nanos?: number | null;
  readonly p99Nanos?: number | null;
}

export interface RedPoint {
  readonly time: string;
  readonly figures: RateErrorsDuration;
}

export interface RedLine {
  readonly namespace: string;
  readonly component: string;
  readonly spanName?: string;
  readonly kind?: string;
  readonly search: string;
  readonly total: RateErrorsDuration;
  readonly points: readonly RedPoint[];
}

export interface RedAnswer {
  readonly from: string;
  readonly to: string;
  readonly stepSeconds: number;
  readonly lineCount: number;
  readonly lines: readonly RedLine[];
  readonly watermark?: string;
  readonly analysedFraction?: number;
}

export interface RedQuestion {
  readonly service?: string;
  readonly groupBy: string;
  readonly step?: string;
  readonly order?: string;
  readonly limit?: number;
}

export const readRed = (question: RedQuestion, range: TimeRange, asked: Asked): Promise<RedAnswer> =>
  getJson(
    '/v1/red',
    { ...question, ...rangeParameters(range) },
    { label: 'Rate, errors, duration', ...asked },
  );

export interface CriticalPathShares {
  readonly calls: number;
  readonly p50Nanos: number;
  readonly p99Nanos: number;
  readonly usualCalls: number;
  readonly slowCalls: number;
  readonly truncated: boolean;
  readonly lines: readonly {
    readonly namespace: string;
    readonly component: string;
    readonly onPath: number;
    readonly usualNanos: number;
    readonly usualShare: number;
    readonly slowNanos: number;
    readonly slowShare: number;
    readonly search: string;
  }[];
}

export const criticalPathShares = (
  service: string,
  spanName: string,
  range: TimeRange,
  asked: Asked,
): Promise<CriticalPathShares> =>
  getJson(
    '/v1/critical-path-shares',
    { service, spanName, ...rangeParameters(range) },
    { label: 'Shares of the critical path', ...asked },
  );

export interface GraphNode {
  readonly id: string;
  readonly kind: 'component' | 'database' | 'messaging' | 'peer' | 'user' | 'unknown';
  readonly namespace: string;
  readonly name: string;
}

export interface Quantiles {
  readonly p50Nanos: number;
  readonly p95Nanos: number;
  readonly p99Nanos: number;
}

export interface GraphEdge {
  readonly caller: string;
  readonly callee: string;
  readonly type: string;
  readonly calls: number;
  readonly ratePerSecond: number;
  readonly errors: number;
  readonly errorRatio: number;
  readonly client?: Quantiles | null;
  readonly server?: Quantiles | null;
  readonly search: string;
}

export interface ServiceGraph {
  readonly from: string;
  readonly to: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly watermark?: string;
  readonly pendingSpans: number;
}

export const serviceGraph = (range: TimeRange, asked: Asked): Promise<ServiceGraph> =>
  getJson('/v1/service-graph', rangeParameters(range), { label: 'Service graph', ...asked });
