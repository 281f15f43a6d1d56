import { describe, expect, it } from 'vitest';
import { parseInstant, parseSpan, rangeOf, stepSeconds } from './time-range';

const NOW = Date.parse('2026-01-31T14:00:00Z');
const rangeFrom = (query: string) => rangeOf(new URLSearchParams(query), NOW);

describe('rangeOf', () => {
  it('ends a relative time now', () => {
    expect(rangeFrom('last=15m')).toEqual({ fromMillis: NOW - 900_000, toMillis: NOW });
    expect(rangeFrom('')).toEqual({ fromMillis: NOW - 3_600_000, toMillis: NOW });
  });

  it('takes an absolute time before a relative one', () => {
    expect(rangeFrom('last=1h&from=2026-01-31T10:00:00Z&to=2026-01-31T11:00:00Z')).toEqual({
      fromMillis: Date.parse('2026-01-31T10:00:00Z'),
      toMillis: Date.parse('2026-01-31T11:00:00Z'),
    });
  });

  it('shows the usual hour for what is no time', () => {
    expect(rangeFrom('last=soon').fromMillis).toBe(NOW - 3_600_000);
    expect(rangeFrom('from=2026-01-31T11:00:00Z&to=2026-01-31T10:00:00Z').toMillis).toBe(NOW);
  });
});

describe('parse', () => {
  it('reads lengths', () => {
    expect(['90s', '15m', '6h', '7d', 'x', '5', ''].map(parseSpan)).toEqual([
      90_000,
      900_000,
      21_600_000,
      604_800_000,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads local and universal times', () => {
    expect(parseInstant('2026-01-31T14:00:00Z')).toBe(NOW);
    expect(parseInstant('2026-01-31 14:00:00')).toBe(new Date(2026, 0, 31, 14).getTime());
    expect(parseInstant('yesterday')).toBeUndefined();
  });
});

describe('stepSeconds', () => {
  it('cuts a time into at most so many steps', () => {
    for (const hours of [0.01, 1, 3, 24, 24 * 14]) {
      const of = { fromMillis: 0, toMillis: hours * 3_600_000 };
      expect((hours * 3600) / stepSeconds(of, 90)).toBeLessThanOrEqual(90);
    }
  });
});
