import { type Asked, getJson, orAbsent, write } from './client';

/** How much may be sent; what is absent has no limit. */
export interface Quotas {
  readonly recordsPerSecond?: number | null;
  readonly bytesPerDay?: number | null;
}

export const readQuotas = (asked: Asked): Promise<Quotas | undefined> =>
  orAbsent(getJson('/store/v1/quotas', {}, { label: 'Limits', ...asked }));

export const setQuotas = (quotas: Quotas): Promise<unknown> => write('PUT', '/store/v1/quotas', quotas);
