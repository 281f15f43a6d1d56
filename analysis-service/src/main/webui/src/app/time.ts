import { computed, signal } from '@preact/signals';
import { place, setQuery } from './location';
import { DEFAULT_RANGE, rangeOf, type TimeRange } from './time-range';

export * from './time-range';

export const now = signal(Date.now());

/** Everything shown is asked for again, up to this moment. */
export function refresh(): void {
  now.value = Date.now();
}

/** The relative length when the time is one, else undefined. */
export const relative = computed(() => {
  const query = place.value.query;
  return query.get('from') && query.get('to') ? undefined : (query.get('last') ?? DEFAULT_RANGE);
});

export const range = computed(() => rangeOf(place.value.query, now.value));

/** `from` and `to` as every door takes them. */
export function rangeParameters(of: TimeRange = range.value): { from: string; to: string } {
  return { from: new Date(of.fromMillis).toISOString(), to: new Date(of.toMillis).toISOString() };
}

export function showRelative(length: string): void {
  now.value = Date.now();
  setQuery({ last: length === DEFAULT_RANGE ? null : length, from: null, to: null });
}

export function showRange(fromMillis: number, toMillis: number): void {
  if (toMillis > fromMillis) {
    setQuery({
      last: null,
      from: new Date(Math.floor(fromMillis)).toISOString(),
      to: new Date(Math.ceil(toMillis)).toISOString(),
    });
  }
}
