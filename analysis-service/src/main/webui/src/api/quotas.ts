import { type Asked, getJson, orAbsent, write } from './client';

/** How much may be sent and asked; what is absent has no limit. */
export interface Quotas {
  readonly recordsPerSecond?: number | null;
  readonly bytesPerDay?: number | null;
  /** Different series of metrics that each collector takes within a UTC day. */
  readonly seriesPerDay?: number | null;
  /** Of segments that searches read at each replica of storage, those of a minute at once. */
  readonly queryBytesPerSecond?: number | null;
}

export const readQuotas = (asked: Asked): Promise<Quotas | undefined> =>
  orAbsent(getJson('/store/v1/quotas', {}, { label: 'Limits', ...asked }));

export const setQuotas = (quotas: Quotas): Promise<unknown> => write('PUT', '/store/v1/quotas', quotas);
