import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  counted,
  duration,
  durationLiteral,
  millisOfNanos,
  nearlyAll,
  percent,
} from './format';
import { oneLine, visible } from './visible';

describe('format', () => {
  it('writes durations in the unit that fits', () => {
    expect([0, 999, 1500, 2_340_000, 1e9, 90e9, 5400e9].map(duration)).toEqual([
      '0 ns',
      '999 ns',
      '1.5 µs',
      '2.34 ms',
      '1 s',
      '1.5 min',
      '1.5 h',
    ]);
    expect(duration(null)).toBe('–');
    expect(duration('-1500')).toBe('-1.5 µs');
  });

  it('writes a duration that a search reads', () => {
    expect(durationLiteral(1_500_000.4)).toBe('1500000ns');
  });

  it('does not round a share to all or nothing', () => {
    expect([0, 0.00001, 0.5, 0.99999, 1].map(percent)).toEqual([
      '0 %',
      '< 0.01 %',
      '50 %',
      '> 99.9 %',
      '100 %',
    ]);
  });

  it('tells shares near the whole apart', () => {
    expect([0.9, 0.99, 0.9995, 0.99951, 0.999999, 1].map(nearlyAll)).toEqual([
      '90 %',
      '99 %',
      '99.95 %',
      '99.951 %',
      '99.9999 %',
      '100 %',
    ]);
  });

  it('puts nouns in the number that fits', () => {
    expect([counted(0, 'span'), counted(1, 'span'), counted(1200, 'span')]).toEqual([
      '0 spans',
      '1 span',
      '1,200 spans',
    ]);
    expect(counted(2, 'query', 'queries')).toBe('2 queries');
  });

  it('keeps whole hundreds whole', () => {
    expect(count(100)).toBe('100');
    expect(count(9999)).toBe('9999');
    expect(count(123_456)).toBe('123 k');
    expect(bytes(1536)).toBe('1.5 KiB');
  });

  it('reads nanoseconds that a number cannot hold', () => {
    expect(millisOfNanos('1796019199818292700')).toBeCloseTo(1796019199818.2927, 3);
  });
});

describe('visible', () => {
  it('shows what would not be seen or would turn the text around', () => {
    expect(visible('a\u0000b\u202ec')).toBe('a␀b‹U+202E›c');
    expect(visible('emoji 🎉 <b>')).toBe('emoji 🎉 <b>');
  });

  it('makes one line', () => {
    expect(oneLine('first\n  second')).toBe('first ⏎ second');
    expect(oneLine('x'.repeat(10), 4)).toBe('xxxx…');
  });
});
