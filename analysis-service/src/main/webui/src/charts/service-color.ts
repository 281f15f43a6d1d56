import type { Theme } from '../app/theme';

const HUES = 12;
/** Without a common divisor with the hues: taking it again and again comes to each of them, far from the one before. */
const PROBE_STEP = 5;
const KEY = 'quipu.colors';
/** Longer names are not kept: what somebody sends is not to fill the browser's storage. */
const MOST_KEPT_CHARACTERS = 200;
const taken = new Map<string, number>(kept());

/**
 * The same component has the same colour everywhere, and after the page was left: its hue comes from its name, or is a free
 * one when another component was there first.
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
  if (!used.has(slot) && service.length <= MOST_KEPT_CHARACTERS) {
    keep();
  }
  return slot;
}

function kept(): [string, number][] {
  try {
    const known = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(known) ? known.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && Number.isInteger(entry[1]);
}

/** At most one for each slot. */
function keep(): void {
  const bySlot = new Map<number, string>();
  for (const [service, slot] of taken) {
    if (!bySlot.has(slot) && service.length <= MOST_KEPT_CHARACTERS) {
      bySlot.set(slot, service);
    }
  }
  try {
    localStorage.setItem(KEY, JSON.stringify([...bySlot].map(([slot, service]) => [service, slot])));
  } catch {
    // Where storage is forbidden they hold until the page is left.
  }
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  }
  return Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
}
