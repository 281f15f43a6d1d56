import { signal } from '@preact/signals';

const TENANT = 'quipu.tenant';
const KEY = 'quipu.key';

/** Set when a door asked for a key, or the one that was sent opens nothing: what it said. */
export const refusal = signal<string | undefined>(undefined);

/** Where storage is forbidden it holds until the page is left. */
let heldKey = '';

function stored(where: () => Storage, name: string): string {
  try {
    return where().getItem(name) ?? '';
  } catch {
    return '';
  }
}

export const tenant = (): string => stored(() => localStorage, TENANT);

/** The key that was given in this tab; empty while there is none. */
export const apiKey = (): string => heldKey || stored(() => sessionStorage, KEY);

/** From now on requests come with it; an empty one is none. It goes when the tab is closed. */
export function holdKey(key: string): void {
  heldKey = key;
  try {
    sessionStorage.setItem(KEY, key);
  } catch {
    // Then it is held here alone.
  }
}

/** Whether requests need headers by which doors know whose they are: a mere address opens something else, or nothing. */
export const needsHeaders = (): boolean => tenant() !== '' || apiKey() !== '';

export function identityHeaders(): Record<string, string> {
  const [name, key] = [tenant(), apiKey()];
  return {
    ...(name === '' ? {} : { 'Quipu-Tenant': name }),
    ...(key === '' ? {} : { Authorization: `Bearer ${key}` }),
  };
}
