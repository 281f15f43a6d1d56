import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../api/spans';
import { durationTicks } from './heat-map-axes';

const mapOf = (edges: readonly number[]): HeatMap => ({
  fromUnixNano: '1796019010000000000',
  stepNanos: '60000000000',
  steps: 60,
  rows: edges.slice(1).map((to, at) => ({
    fromNanos: String(edges[at]),
    toNanos: String(to),
    counts: [],
    search: '',
  })),
});

describe('durationTicks', () => {
  it('names round durations where they lie between the edges of rows', () => {
    const edges = Array.from({ length: 41 }, (_, at) => Math.round(1000 * 1.189 ** (at * 2)));
    const ticks = durationTicks(mapOf(edges), 10);
    expect(ticks.map((tick) => tick.nanos)).toEqual([1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]);
    expect(ticks[0]?.row).toBe(0);
    for (const { nanos, row } of ticks) {
      expect(edges[Math.floor(row)]).toBeLessThanOrEqual(nanos);
      expect(edges[Math.ceil(row)]).toBeGreaterThanOrEqual(nanos);
    }
  });

  it('names the edges when there are so few rows that no round duration lies between', () => {
    expect(durationTicks(mapOf([1189, 1414]), 10)).toEqual([
      { nanos: 1189, row: 0 },
      { nanos: 1414, row: 1 },
    ]);
  });

  it('names no more than there is room for', () => {
    const edges = Array.from({ length: 200 }, (_, at) => Math.round(1.189 ** at));
    expect(durationTicks(mapOf(edges), 4).length).toBeLessThanOrEqual(4);
    expect(durationTicks(mapOf([]), 4)).toHaveLength(1);
  });
});
