import { signal } from '@preact/signals';
import type { Role } from '../api/access';
import { forgetNames } from '../api/catalog';
import { ApiError, type Asked, address, getJson } from '../api/client';
import { apiKey, holdKey, refusal } from '../api/identity';

/** Who asks, as the service sees it. */
export interface Caller {
  /** How callers are told apart: without keys everybody may do everything. */
  readonly authentication: 'none' | 'keys';
  readonly tenant: string;
  readonly role: Role;
  readonly name: string;
}

/** Undefined while it is not known. */
export const caller = signal<Caller | undefined>(undefined);

const AGAIN_AFTER_MILLIS = 2000;

const INCLUDED: Readonly<Record<Role, readonly Role[]>> = {
  writer: ['writer'],
  reader: ['reader'],
  analyst: ['analyst', 'reader'],
  admin: ['admin', 'analyst', 'reader', 'writer'],
  service: ['service', 'admin', 'analyst', 'reader', 'writer'],
};

/** Whether there is a point in showing what takes the role. Doors judge for themselves. */
export const may = (role: Role): boolean => caller.value === undefined || includes(caller.value.role, role);

export const includes = (role: Role, wanted: Role): boolean => (INCLUDED[role] ?? []).includes(wanted);

const readCaller = (asked: Asked): Promise<Caller> =>
  getJson('/v1/caller', {}, { label: 'Who you are', ...asked });

/** Learns who asks, without failing: who is refused is asked for a key, and what cannot be learned now is asked again. */
export async function learnCaller(): Promise<void> {
  try {
    caller.value = await readCaller({});
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) {
      window.setTimeout(learnCaller, AGAIN_AFTER_MILLIS);
    }
  }
}

/** @throws ApiError when the key opens nothing; then it is not held */
export async function logIn(key: string): Promise<void> {
  holdKey(key);
  forgetNames();
  try {
    caller.value = await readCaller({});
    refusal.value = undefined;
  } catch (error) {
    holdKey('');
    throw error;
  }
}

/** Whether people can sign in at a provider, beside giving a key. */
export const canSignIn = (): Promise<boolean> =>
  getJson<{ readonly openId: boolean }>('/v1/login/ways').then(
    (ways) => ways.openId,
    () => false,
  );

/** Leads to the provider, and back to what was asked for. */
export const signInAddress = (): string =>
  address('/v1/login', { to: window.location.pathname + window.location.search });

/** Everything that is shown is of the one who goes: the page begins anew. Who gave no key has signed in at a provider. */
export function logOut(): void {
  const isOfKey = apiKey() !== '';
  holdKey('');
  window.location.assign(isOfKey ? '/' : '/v1/logout');
}
