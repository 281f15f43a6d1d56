import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../api/spans';
import { heatMapCsv, heatMapSvg } from './heat-map-export';
import { boxOf, cellsOf, highestCount, spansIn, strength } from './heat-map-layout';

const map: HeatMap = {
  fromUnixNano: '1796019000000000000',
  stepNanos: '60000000000',
  steps: 3,
  rows: [
    { fromNanos: '1000', toNanos: '1189', counts: [5, 0, 1], search: '' },
    { fromNanos: '1189', toNanos: '1414', counts: [0, 2, 0], search: '' },
    { fromNanos: '1414', toNanos: '1681', counts: [0, 0, 9], search: '' },
  ],
};

describe('heat map', () => {
  it('gives a box and its cells back', () => {
    const cells = { left: 1, right: 2, low: 1, high: 2 };
    const box = boxOf(map, cells);
    expect(box).toEqual({
      fromMillis: 1796019060000,
      toMillis: 1796019180000,
      fromNanos: 1189,
      toNanos: 1681,
    });
    expect(cellsOf(map, box)).toEqual(cells);
    expect(spansIn(map, cells)).toBe(11);
  });

  it('knows of boxes beside the map', () => {
    expect(cellsOf(map, { fromMillis: 0, toMillis: 1, fromNanos: 1000, toNanos: 2000 })).toBeUndefined();
    expect(
      cellsOf(map, { ...boxOf(map, { left: 0, right: 0, low: 0, high: 0 }), fromNanos: 9000, toNanos: 9999 }),
    ).toBeUndefined();
  });

  it('shows a single span among many', () => {
    expect(highestCount(map)).toBe(9);
    expect(strength(1, 100_000)).toBeGreaterThan(0.1);
    expect(strength(9, 9)).toBe(1);
    expect(strength(0, 9)).toBe(0);
  });

  it('is taken along as a table and as a picture', () => {
    expect(heatMapCsv(map).split('\r\n')).toHaveLength(6);
    expect(heatMapCsv(map)).toContain('1189,1414,2');
    expect(heatMapSvg(map, 'a < b', () => '#000').match(/fill-opacity/g)).toHaveLength(4);
    expect(heatMapSvg(map, 'a < b', () => '#000')).toContain('a &#60; b');
  });
});
