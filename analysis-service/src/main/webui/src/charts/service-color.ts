import type { Theme } from '../app/theme';

const SLOTS = 18;
const taken = new Map<string, number>();

/**
 * The same component has the same colour everywhere: its place among the hues comes from its name, or is the next free
 * one when another component was there first.
 */
export function serviceColor(service: string, theme: Theme): string {
  const slot = slotOf(service);
  // Golden steps keep neighbours apart; a red hue is left to errors.
  const hue = 25 + ((slot * 0.618034) % 1) * 310;
  const isSecond = slot % 2 === 1;
  return theme === 'dark'
    ? `hsl(${hue} 45% ${isSecond ? 66 : 56}%)`
    : `hsl(${hue} 55% ${isSecond ? 45 : 36}%)`;
}

function slotOf(service: string): number {
  const known = taken.get(service);
  if (known !== undefined) {
    return known;
  }
  const used = new Set(taken.values());
  let slot = hashOf(service) % SLOTS;
  for (let tried = 0; tried < SLOTS && used.has(slot); tried++) {
    slot = (slot + 1) % SLOTS;
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
