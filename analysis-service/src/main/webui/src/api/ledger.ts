import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';
import type { ComponentName } from './spans';

export interface RateDifference {
  readonly name: string;
  readonly reason: string;
  readonly records: number;
  readonly evidence: string;
}

export interface Rate {
  readonly name: 'R_collect' | 'R_store' | 'R_analyze';
  readonly value: number;
  readonly numerator: { readonly name: string; readonly records: number };
  readonly denominator: { readonly name: string; readonly records: number };
  readonly evidence: readonly { readonly kind: string; readonly records: number }[];
  readonly differences: readonly RateDifference[];
}

export interface Rates {
  readonly from: string;
  readonly to: string;
  readonly watermark: string;
  readonly rates: readonly Rate[];
  readonly notes: readonly string[];
}

type ByReason = Readonly<Record<string, number>>;

export interface LedgerFlow {
  readonly produced: number;
  readonly measured: number;
  readonly reported: number;
  readonly reportedFor: ByReason;
  readonly inferred?: number | null;
  readonly notes: readonly string[];
  readonly offered: number;
  readonly duplicate: number;
  readonly rejected: ByReason;
  readonly sampledOut: ByReason;
  readonly refused: ByReason;
  readonly collected: number;
  readonly spooled: ByReason;
  readonly quarantined: ByReason;
  readonly stored: number;
  readonly live: number;
  readonly expired: number;
  readonly erased: number;
  readonly analysed: number;
  readonly pending: number;
  readonly failed: ByReason;
  readonly setHash: { readonly stored: string; readonly live: string };
}

export interface LedgerAccount {
  readonly counts: LedgerFlow;
  readonly rates: readonly Rate[];
  readonly equations: readonly {
    readonly name: string;
    readonly holds: boolean;
    readonly difference: number;
  }[];
  readonly open: readonly { readonly name: string; readonly records: number; readonly meaning: string }[];
}

export interface ReconciliationLine {
  readonly minute?: string | null;
  readonly signal?: string | null;
  readonly component?: ComponentName | null;
  readonly account: LedgerAccount;
}

export interface Reconciliation {
  readonly from: string;
  readonly to: string;
  readonly watermark: string;
  readonly total: LedgerAccount;
  readonly lines: readonly ReconciliationLine[];
}

export interface FateEvidence {
  readonly kind: string;
  readonly segmentId?: string | null;
  readonly day?: string | null;
  readonly records?: number | null;
  readonly reason?: string | null;
  readonly at?: string | null;
  readonly collector?: string | null;
  readonly said?: string | null;
}

export interface Fate {
  readonly traceId: string;
  readonly fate: string;
  readonly segments: readonly string[];
  readonly collectors: readonly string[];
  readonly reasons: readonly string[];
  readonly evidence: readonly FateEvidence[];
  readonly missing: readonly string[];
  readonly checkedFrom: string;
  readonly watermark: string;
}

export interface FeedConsumer {
  readonly name: string;
  readonly cursor: string;
  readonly updatedAt: string;
  readonly watermark?: string | null;
  /** Stored records that it has not digested yet. */
  readonly pendingRecords?: number | null;
  /** Since the oldest of them was stored. */
  readonly lagSeconds?: number | null;
}

export const readRates = (range: TimeRange, asked: Asked): Promise<Rates> =>
  getJson('/v1/rates', rangeParameters(range), { label: 'Rates', ...asked });

export interface LedgerQuestion {
  readonly signal?: string;
  readonly service?: string;
  readonly groupBy?: string;
  readonly infer?: boolean;
}

export const reconcile = (
  question: LedgerQuestion,
  range: TimeRange,
  asked: Asked,
): Promise<Reconciliation> =>
  getJson(
    '/v1/ledger',
    { ...question, ...rangeParameters(range) },
    { label: 'Reading the ledger', ...asked },
  );

export const readFate = (traceId: string, asked: Asked): Promise<Fate> =>
  getJson(
    `/v1/fate/${encodeURIComponent(traceId)}`,
    {},
    { label: 'Asking what became of the trace', ...asked },
  );

export const feedConsumers = (asked: Asked): Promise<{ readonly consumers: readonly FeedConsumer[] }> =>
  getJson('/store/v1/feed/consumers', {}, { label: 'How far analysis is', ...asked });
