import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks';

const at = (hours: number, minutes: number, seconds = 0) =>
  new Date(2026, 0, 31, hours, minutes, seconds).getTime();

describe('timeTicks', () => {
  it('names round times, no more than there is room for', () => {
    expect(timeTicks(at(7, 38, 45), at(10, 38, 45), 6).texts).toEqual([
      '08:00',
      '08:30',
      '09:00',
      '09:30',
      '10:00',
      '10:30',
    ]);
  });

  it('names seconds where steps are shorter than a minute, and days where they are as long', () => {
    expect(timeTicks(at(10, 0), at(10, 1), 4).texts).toEqual([
      '10:00:00',
      '10:00:15',
      '10:00:30',
      '10:00:45',
    ]);
    expect(timeTicks(at(0, 0), at(0, 0) + 3 * 86_400_000, 5).texts).toEqual(['01-31', '02-01', '02-02']);
  });
});
