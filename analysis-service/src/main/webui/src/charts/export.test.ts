import { describe, expect, it } from 'vitest';
import { type Chart, joinedWithin, lonely, stacked, stepTimes, summary } from './chart';
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

  it('joins values that are measured less often than steps are long, but not across what is missing', () => {
    const rare = [1, null, 2, null, 3, null, null, null, 4, null, 5];
    expect(joinedWithin(rare)).toBe(3);
    expect(lonely(rare)).toEqual([]);
    expect(joinedWithin([1, 2, null, 3])).toBe(1.5);
    expect(lonely([1, 2, null, 3])).toEqual([3]);
    expect(lonely([null, 7, null])).toEqual([1]);
    expect(lonely([])).toEqual([]);
  });

  it('draws two units by two axes', () => {
    const svg = toSvg(
      {
        ...chart,
        kind: 'line',
        rightUnit: 'bytes',
        series: [
          { name: 'a', values: [0, 1] },
          { name: 'b', values: [0, 1024], isRight: true },
        ],
      },
      () => '#000',
    );
    expect(svg).toContain('>1.05 KiB<');
    expect(svg).toContain('>1.05<');
  });

  it('says in words what is drawn', () => {
    expect(summary(chart)).toContain('a "quoted", name: 2 to 3');
  });
});
