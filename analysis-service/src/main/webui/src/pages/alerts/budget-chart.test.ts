import { describe, expect, it } from 'vitest';
import type { Objective } from '../../api/objectives';
import { budgetChart } from './budget-chart';

const DAY = 86_400_000;

const objective = (pieces: readonly [string, number][]): Objective => ({
  ruleId: 1,
  name: 'Checkout answers',
  search: '',
  badSearch: '',
  objective: 0.999,
  from: '2026-01-01T12:00:00Z',
  to: '2026-01-31T12:00:00Z',
  spans: 0,
  badSpans: 0,
  burns: [],
  pieces: pieces.map(([time, budgetLeft]) => ({ time, spans: 10, badSpans: 1, budgetLeft })),
});

describe('budgetChart', () => {
  it('begins with all of it and ends now', () => {
    const { timesMillis, series } = budgetChart(objective([]));
    expect([timesMillis[0], timesMillis.at(-1)]).toEqual([
      Date.parse('2026-01-01T12:00:00Z'),
      Date.parse('2026-01-31T12:00:00Z'),
    ]);
    expect(new Set(series[0]?.values)).toEqual(new Set([1]));
  });

  it('tells what is left at the end of a piece, and keeps it where there were no spans', () => {
    const chart = budgetChart(
      objective([
        ['2026-01-01T00:00:00Z', 0.9],
        ['2026-01-03T00:00:00Z', -0.2],
      ]),
    );
    expect(chart.series[0]?.values.slice(0, 5)).toEqual([1, 0.9, 0.9, -0.2, -0.2]);
    expect(chart.timesMillis[1]).toBe(Date.parse('2026-01-02T00:00:00Z'));
    expect((chart.timesMillis[3] ?? 0) - (chart.timesMillis[2] ?? 0)).toBe(DAY);
    expect(chart.series[0]?.color).toBe('--error');
  });
});
