import { describe, expect, it } from 'vitest';
import { mergePatch, pairsOf, recordOf } from './pairs';

describe('recordOf', () => {
  it('gives back what was there and passes over empty rows', () => {
    const record = { team: 'shop', summary: 'a, b = c\nand more' };
    expect(recordOf('Labels', [...pairsOf(record), ['', '']])).toEqual(record);
  });

  it('names what is wrong', () => {
    expect(() => recordOf('Labels', [['', 'x']])).toThrow('Labels: expected a key for the value x.');
    expect(() =>
      recordOf('Labels', [
        ['a', '1'],
        [' a', '2'],
      ]),
    ).toThrow('Labels: expected each key once, got a twice.');
  });
});

describe('mergePatch', () => {
  it('sets what is new or changed and takes away what is gone', () => {
    expect(mergePatch({ a: '1', b: '2', c: '3' }, { a: '1', b: 'x', d: '4' })).toEqual({
      b: 'x',
      d: '4',
      c: null,
    });
  });
});
