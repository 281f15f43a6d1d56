import { describe, expect, it } from 'vitest';
import { parseSize, sizeOf, writtenSize } from './size';

describe('parseSize', () => {
  it('reads both kinds of units, and bytes without one', () => {
    expect(parseSize('500 MiB')).toBe(524_288_000);
    expect(parseSize(' 1.5tb ')).toBe(1_500_000_000_000);
    expect(parseSize('2 KB')).toBe(2_000);
    expect(parseSize('2000')).toBe(2_000);
  });

  it('reads nothing else', () => {
    for (const text of ['', 'much', '-1 GB', '1 GB more', '1,5 GB', '5 PB', '99999999 TiB']) {
      expect(parseSize(text)).toBeUndefined();
    }
  });
});

describe('writtenSize', () => {
  it('says what was meant', () => {
    expect(writtenSize(20_000_000_000)).toBe('20 GB');
    expect(writtenSize(10 * 1024 ** 3)).toBe('10 GiB');
    expect(writtenSize(1_500_000)).toBe('1.5 MB');
    expect(writtenSize(123_457)).toBe('123457 B');
    expect(writtenSize(1)).toBe('1 B');
  });

  it('is read back to the byte', () => {
    let seed = 7;
    for (let i = 0; i < 20_000; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const bytes = 1 + Math.floor(seed ** ((i % 16) / 10));
      expect(parseSize(writtenSize(bytes))).toBe(bytes);
    }
  });
});

describe('sizeOf', () => {
  it('names the field that holds no size', () => {
    expect(sizeOf('Size', ' ')).toBeUndefined();
    expect(sizeOf('Size', '3 B')).toBe(3);
    expect(() => sizeOf('Size', 'much')).toThrow('Size: expected a size such as 500 MiB or 20 GB, got much.');
  });
});
