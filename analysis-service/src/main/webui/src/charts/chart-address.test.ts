import { describe, expect, it } from 'vitest';
import { chartAddress } from './chart-address';

const door = { name: 'spans', parameters: { q: 'status = error', by: 'service', step: '60s' } } as const;
const range = {
  fromMillis: Date.parse('2026-01-31T10:00:00Z'),
  toMillis: Date.parse('2026-01-31T11:00:00Z'),
};

describe('chartAddress', () => {
  it('stays alive where the time is a relative one', () => {
    expect(chartAddress(door, 'csv', { relative: '15m', range })).toBe(
      '/v1/charts/spans.csv?q=status+%3D+error&by=service&step=60s&from=now-15m&to=now',
    );
  });

  it('holds the time of the page where that is fixed, and for what is no time', () => {
    const fixed =
      '/v1/charts/spans.json?q=status+%3D+error&by=service&step=60s&from=2026-01-31T10%3A00%3A00.000Z&to=2026-01-31T11%3A00%3A00.000Z';
    expect(chartAddress(door, 'json', { relative: undefined, range })).toBe(fixed);
    expect(chartAddress(door, 'json', { relative: 'soon', range })).toBe(fixed);
  });

  it('says how a picture is to look', () => {
    expect(
      chartAddress(
        { name: 'heat-map', parameters: { q: '' } },
        'svg',
        { relative: '1h', range },
        {
          title: 'a & b',
          theme: 'dark',
          width: 960,
          height: 360,
        },
      ),
    ).toBe('/v1/charts/heat-map.svg?from=now-1h&to=now&title=a+%26+b&theme=dark&width=960&height=360');
  });
});
