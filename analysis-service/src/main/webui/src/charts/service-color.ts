import type { Theme } from '../app/theme';

const HUES = 12;
/** Without a common divisor with the hues: taking it again and again comes to each of them, far from the one before. */
const PROBE_STEP = 5;
const taken = new Map<string, number>();

/**
 * The same component has the same colour everywhere: its hue comes from its name, or is a free one when another component
 * was there first.
 */
export function serviceColor(service: string, theme: Theme): string {
  const slot = slotOf(service);
  // A red hue is left to errors.
  const hue = 25 + (slot % HUES) * (310 / HUES);
  const isSecond = slot >= HUES;
  return theme === 'dark'
    ? `hsl(${hue} 45% ${isSecond ? 72 : 60}%)`
    : `hsl(${hue} 55% ${isSecond ? 52 : 38}%)`;
}

function slotOf(service: string): number {
  const known = taken.get(service);
  if (known !== undefined) {
    return known;
  }
  const used = new Set(taken.values());
  const first = hashOf(service) % HUES;
  let slot = first;
  for (let tried = 0; tried < 2 * HUES && used.has(slot); tried++) {
    slot = ((first + (tried + 1) * PROBE_STEP) % HUES) + (tried + 1 >= HUES ? HUES : 0);
  }
  taken.set(service, slot);
  return slot;
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  }
  return Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
}
