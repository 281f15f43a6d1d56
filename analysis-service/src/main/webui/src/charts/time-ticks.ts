import { clock, day } from '../text/format';

const TIME_STEPS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];

export interface TimeTicks {
  readonly millis: readonly number[];
  /** Each of them as it is written: as far as it differs from its neighbours. */
  readonly texts: readonly string[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Round local times from one on and before another, at most so many. */
export function timeTicks(from: number, to: number, most: number): TimeTicks {
  const seconds = TIME_STEPS_SECONDS.find((step) => (to - from) / 1000 / step <= most) ?? 604_800;
  const stepMillis = seconds * 1000;
  // Hours and days are round on people's clocks, not on the one in Greenwich.
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const millis: number[] = [];
  for (let at = Math.ceil((from - zone) / stepMillis) * stepMillis + zone; at < to; at += stepMillis) {
    millis.push(at);
  }
  const text = (at: number) =>
    stepMillis >= DAY ? day(at).slice(5) : clock(at).slice(0, stepMillis < MINUTE ? 8 : 5);
  return { millis, texts: millis.map(text) };
}
