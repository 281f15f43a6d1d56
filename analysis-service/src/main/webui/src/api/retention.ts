import { type Asked, getJson, orAbsent, write } from './client';

export const SIGNALS = ['traces', 'logs', 'metrics'] as const;

/** Which records a rule or a hold is for; what is absent is any. */
export interface RecordScope {
  readonly signal?: string | null;
  readonly service?: string | null;
  /** Only with a service. */
  readonly namespace?: string | null;
}

/** What a rule says: days, bytes or both are there. */
export interface RetentionDraft extends RecordScope {
  /** In the query language of the signal; of traces it decides for all spans of a trace that one of them matches. */
  readonly condition?: string | null;
  readonly days?: number | null;
  /** Of what is stored of the tenant, or of its signal. */
  readonly bytes?: number | null;
}

export interface RetentionRule extends RetentionDraft {
  readonly id: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Times are RFC 3339; the end is not part of it. */
export interface HoldDraft extends RecordScope {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reason: string;
}

/** Records that are kept whatever rules say, until it is released. */
export interface LegalHold extends HoldDraft {
  readonly id: number;
  readonly placedAt: string;
  readonly placedBy: string;
  readonly releasedAt?: string | null;
  readonly releasedBy?: string | null;
}

export const listRetentionRules = (
  asked: Asked,
): Promise<{ readonly rules: readonly RetentionRule[]; readonly defaultDays: number }> =>
  getJson('/store/v1/retention-rules', {}, { label: 'Retention', ...asked });

/** Also those that were released; undefined when storage is of a version that has none. */
export const listLegalHolds = (asked: Asked): Promise<{ readonly holds: readonly LegalHold[] } | undefined> =>
  orAbsent(getJson('/store/v1/legal-holds', {}, { label: 'Legal holds', ...asked }));

export const placeLegalHold = (hold: HoldDraft): Promise<LegalHold> =>
  write('POST', '/store/v1/legal-holds', hold);

export const releaseLegalHold = (id: number): Promise<unknown> =>
  write('DELETE', `/store/v1/legal-holds/${id}`);
