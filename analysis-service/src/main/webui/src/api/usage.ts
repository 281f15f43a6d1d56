import { type Asked, getJson, orAbsent } from './client';

export interface Stored {
  readonly records: number;
  readonly bytes: number;
  /** Absent while there are no records. */
  readonly bytesPerRecord?: number | null;
}

export interface Usage extends Stored {
  readonly signals: readonly (Stored & { readonly signal: string; readonly segments: number })[];
  readonly days: readonly { readonly day: string; readonly records: number; readonly bytes: number }[];
  /** Segments and everything beside them: indexes, the ledger, the catalog, rollups. */
  readonly database: { readonly bytes: number; readonly segmentBytes: number; readonly otherBytes: number };
  readonly watermark: string;
}

/** What is kept and how much room it takes; undefined when storage is of a version that does not tell. */
export const usage = (asked: Asked): Promise<Usage | undefined> =>
  orAbsent(getJson<Usage>('/store/v1/usage', {}, { label: 'Measuring storage', ...asked }));
