import { describe, expect, it } from 'vitest';
import { timeOf } from './pattern-time';

describe('timeOf', () => {
  const time = { from: '2026-01-01T10:00:00Z', to: '2026-01-01T11:00:00Z' };

  it('looks for records of what is gone in the time before', () => {
    expect(timeOf({ state: 'gone' }, time)).toEqual({
      from: '2026-01-01T09:00:00.000Z',
      to: '2026-01-01T10:00:00Z',
    });
  });

  it('leaves the time of the page to all others', () => {
    expect([timeOf({ state: 'new' }, time), timeOf({ state: 'known' }, time)]).toEqual([{}, {}]);
  });
});
