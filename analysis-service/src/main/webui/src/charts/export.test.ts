import { describe, expect, it } from 'vitest';
import { type Chart, stacked, stepTimes, summary } from './chart';
import { toCsv, toJson, toSvg } from './export';

const chart: Chart = {
  title: 'Spans <script>alert(1)</script>',
  unit: 'count',
  kind: 'stacked-bars',
  timesMillis: [0, 60_000],
  series: [
    { name: '=cmd()', values: [1, null] },
    { name: 'a "quoted", name', values: [2, 3] },
  ],
};

describe('export', () => {
  it('quotes names and makes formulas harmless', () => {
    expect(toCsv(chart)).toBe(
      'time,\'=cmd(),"a ""quoted"", name"\r\n1970-01-01T00:00:00.000Z,1,2\r\n1970-01-01T00:01:00.000Z,,3\r\n',
    );
  });

  it('keeps gaps', () => {
    expect(JSON.parse(toJson(chart)).series[0].values).toEqual([1, null]);
  });

  it('writes names into pictures as text', () => {
    const svg = toSvg(chart, () => '#000');
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&#60;script&#62;');
  });
});

describe('chart', () => {
  it('stacks, nothing being zero', () => {
    expect(stacked(chart.series)).toEqual([
      [1, 0],
      [3, 3],
    ]);
  });

  it('counts steps from nanoseconds that a number cannot hold', () => {
    expect(stepTimes('1795933200000000000', '300000000000', 3)).toEqual([
      1795933200000, 1795933500000, 1795933800000,
    ]);
  });

  it('says in words what is drawn', () => {
    expect(summary(chart)).toContain('a "quoted", name: 2 to 3');
  });
});
