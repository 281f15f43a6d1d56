import { computed, signal } from '@preact/signals';

/** A request under way. */
export interface Running {
  readonly id: number;
  readonly label: string;
  readonly startedAt: number;
  readonly cancel: () => void;
}

/** Shorter waits are not worth a person's glance. */
export const SHOWN_AFTER_MILLIS = 400;

let lastId = 0;
const running = signal<readonly Running[]>([]);
const clock = signal(0);

/** Requests that have taken long enough to be shown. */
export const slowRequests = computed(() =>
  running.value.filter((one) => clock.value - one.startedAt >= SHOWN_AFTER_MILLIS),
);

export const clockMillis = computed(() => clock.value);

let timer: number | undefined;

function tick(): void {
  clock.value = performance.now();
  if (running.value.length === 0 && timer !== undefined) {
    clearInterval(timer);
    timer = undefined;
  }
}

/** Tells of a request until the returned function is called. */
export function begin(label: string, cancel: () => void): () => void {
  const one: Running = { id: ++lastId, label, startedAt: performance.now(), cancel };
  running.value = [...running.value, one];
  timer ??= setInterval(tick, 200);
  return () => {
    running.value = running.value.filter((other) => other.id !== one.id);
  };
}
