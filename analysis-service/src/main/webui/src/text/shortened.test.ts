import { describe, expect, it } from 'vitest';
import { shortened } from './shortened';

const ofLength = (most: number) => (text: string) => Array.from(text).length <= most;

describe('shortened', () => {
  it('keeps what fits, and beginning and end of what does not', () => {
    expect(shortened('checkout', ofLength(8))).toBe('checkout');
    expect(shortened('payments-db-eu-2', ofLength(9))).toBe('paym…eu-2');
    expect(shortened('payments-db-eu-2', ofLength(8))).toBe('paym…u-2');
  });

  it('does not cut characters apart', () => {
    expect(shortened('🎉🎊🎈🎁', ofLength(3))).toBe('🎉…🎁');
  });

  it('bears that nothing fits', () => {
    expect(shortened('abc', () => false)).toBe('…');
  });
});
