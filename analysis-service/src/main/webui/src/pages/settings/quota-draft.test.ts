import { describe, expect, it } from 'vitest';
import { quotasOf, writtenQuotas } from './quota-draft';

describe('quotasOf', () => {
  it('leaves out what has no limit', () => {
    expect(quotasOf(writtenQuotas({}))).toEqual({});
    expect(quotasOf({ ...writtenQuotas({}), seriesPerDay: '500', bytesPerDay: '20 GB' })).toEqual({
      seriesPerDay: 500,
      bytesPerDay: 20_000_000_000,
    });
  });

  it('gives back the limits that the form was filled from', () => {
    const all = {
      recordsPerSecond: 1000,
      bytesPerDay: 123_457,
      seriesPerDay: 10_000_000,
      queryBytesPerSecond: 50_000_000,
    };
    expect(quotasOf(writtenQuotas(all))).toEqual(all);
  });

  it('names the field that holds no size', () => {
    expect(() => quotasOf({ ...writtenQuotas({}), queryBytesPerSecond: 'much' })).toThrow(
      'Read by searches per second: expected a size',
    );
  });
});
