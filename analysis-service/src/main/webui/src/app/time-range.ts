/** A stretch of time in milliseconds since 1970; the end is not part of it. */
export interface TimeRange {
  readonly fromMillis: number;
  readonly toMillis: number;
}

export const RELATIVE_RANGES = [
  '5m',
  '15m',
  '30m',
  '1h',
  '3h',
  '6h',
  '12h',
  '24h',
  '2d',
  '7d',
  '14d',
] as const;
export const DEFAULT_RANGE = '1h';

const UNIT_MILLIS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a text such as 90s, 15m, 6h or 7d; undefined when it is none. */
export function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,5})([smhd])$/.exec(text.trim());
  return match ? Number(match[1]) * (UNIT_MILLIS[match[2] ?? ''] ?? 0) : undefined;
}

/** Milliseconds since 1970 of what a link or a person writes: RFC 3339, or a local date and time. */
export function parseInstant(text: string): number | undefined {
  const millis = Date.parse(text.trim().replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2'));
  return Number.isNaN(millis) ? undefined : millis;
}

/** The time that a query string asks for; `now` ends a relative one. */
export function rangeOf(query: URLSearchParams, now: number): TimeRange {
  const from = parseInstant(query.get('from') ?? '');
  const to = parseInstant(query.get('to') ?? '');
  if (from !== undefined && to !== undefined && from < to) {
    return { fromMillis: from, toMillis: to };
  }
  const length = parseSpan(query.get('last') ?? DEFAULT_RANGE) ?? UNIT_MILLIS.h ?? 0;
  return { fromMillis: now - length, toMillis: now };
}

const STEP_SECONDS = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** A step that cuts the range into at most so many; ten seconds is the least that rollups keep. */
export function stepSeconds(of: TimeRange, most: number): number {
  const wanted = (of.toMillis - of.fromMillis) / 1000 / most;
  return STEP_SECONDS.find((step) => step >= wanted) ?? 86_400;
}
