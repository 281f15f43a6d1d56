import type { Quotas } from '../../api/quotas';
import { sizeOf, writtenSize } from '../../text/size';

/** Limits as the form holds them: what is empty has none. */
export type QuotaDraft = Readonly<Record<keyof Quotas, string>>;

export function writtenQuotas(of: Quotas): QuotaDraft {
  return {
    recordsPerSecond: String(of.recordsPerSecond ?? ''),
    bytesPerDay: of.bytesPerDay ? writtenSize(of.bytesPerDay) : '',
    seriesPerDay: String(of.seriesPerDay ?? ''),
    queryBytesPerSecond: of.queryBytesPerSecond ? writtenSize(of.queryBytesPerSecond) : '',
  };
}

/** @throws Error that names the field that holds no size */
export function quotasOf(draft: QuotaDraft): Quotas {
  const limits = {
    recordsPerSecond: countOf(draft.recordsPerSecond),
    bytesPerDay: sizeOf('Stored per day', draft.bytesPerDay),
    seriesPerDay: countOf(draft.seriesPerDay),
    queryBytesPerSecond: sizeOf('Read by searches per second', draft.queryBytesPerSecond),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

const countOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
