import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logIn } from '../app/caller';
import { ApiError, getJson } from './client';
import { follow } from './events';
import { apiKey, holdKey, needsHeaders, refusal } from './identity';

const CALLER = '{"authentication":"keys","tenant":"default","role":"reader","name":"x"}';

/** A tab, and a server that gives one answer to all questions and remembers the headers that came. */
function tab(answer: () => Response): Record<string, string>[] {
  const asked: Record<string, string>[] = [];
  const storage = () => {
    const items = new Map<string, string>();
    return {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => items.set(name, value),
    };
  };
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('sessionStorage', storage());
  vi.stubGlobal('window', { setTimeout });
  vi.stubGlobal('fetch', (_at: string, init: RequestInit) => {
    asked.push(init.headers as Record<string, string>);
    return Promise.resolve(answer());
  });
  return asked;
}

const refused = () => new Response('{"detail":"expected a key"}', { status: 401 });

describe('a key', () => {
  beforeEach(() => {
    refusal.value = undefined;
  });
  afterEach(() => {
    holdKey('');
    vi.unstubAllGlobals();
  });

  it('goes with every request, streams among them, and makes mere addresses useless', async () => {
    const asked = tab(() => new Response('{}'));
    await getJson('/v1/x');
    expect(needsHeaders()).toBe(false);
    holdKey('qp_1');
    await getJson('/v1/x');
    await follow('/tail', {}, new AbortController().signal, () => {});
    expect(asked.map((headers) => headers.Authorization)).toEqual([undefined, 'Bearer qp_1', 'Bearer qp_1']);
    expect(needsHeaders()).toBe(true);
  });

  it('is asked for once a door says so', async () => {
    tab(refused);
    await expect(getJson('/v1/x')).rejects.toThrow('expected a key');
    expect(refusal.value).toBe('expected a key');
    refusal.value = undefined;
    await expect(follow('/tail', {}, new AbortController().signal, () => {})).rejects.toThrow(ApiError);
    expect(refusal.value).toBe('expected a key');
  });

  it('is held when it opens something, and not when it does not', async () => {
    tab(refused);
    await expect(logIn('qp_1')).rejects.toThrow('expected a key');
    expect(apiKey()).toBe('');
    tab(() => new Response(CALLER));
    await logIn('qp_2');
    expect(apiKey()).toBe('qp_2');
    expect(refusal.value).toBeUndefined();
  });
});
