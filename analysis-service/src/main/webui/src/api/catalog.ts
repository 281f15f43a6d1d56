import { getJson } from './client';

export interface KnownAttribute {
  readonly scope: 'span' | 'event' | 'link' | 'log' | 'resource';
  readonly key: string;
  readonly type: string;
  readonly records: number;
}

/** Names change slowly: what was heard this lately is not asked for again while somebody types. */
const KEPT_MILLIS = 60_000;
const kept = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();

/** Whoever comes next may be of another tenant. */
export const forgetNames = (): void => kept.clear();

function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known && Date.now() - known.at < KEPT_MILLIS) {
    return known.answer as Promise<T>;
  }
  const answer = ask().catch((error: unknown) => {
    kept.delete(key);
    throw error;
  });
  kept.set(key, { at: Date.now(), answer });
  return answer;
}

export const services = (): Promise<readonly string[]> =>
  once('services', async () => (await getJson<{ services: string[] }>('/store/v1/services')).services);

export const spanNames = (service: string): Promise<readonly string[]> =>
  once(`span-names ${service}`, async () => {
    const answer = await getJson<{ spanNames: { name: string }[] }>('/store/v1/span-names', { service });
    return [...new Set(answer.spanNames.map((one) => one.name))];
  });

export const attributes = (signal: 'traces' | 'logs'): Promise<readonly KnownAttribute[]> =>
  once(
    `attributes ${signal}`,
    async () =>
      (await getJson<{ attributes: KnownAttribute[] }>('/store/v1/attributes', { signal })).attributes,
  );

/** Keys of the attributes of components' resources. */
export const resourceKeys = (): Promise<readonly string[]> =>
  once('resource-keys', async () => {
    const answer = await getJson<{ groups: { value: string }[] }>('/store/v1/components/counts', {
      by: 'key',
      limit: 500,
    });
    return answer.groups.map((group) => group.value);
  });

/** The most frequent values of a field in the last hour. */
export const valuesOf = (signal: 'traces' | 'logs', field: string): Promise<readonly string[]> =>
  once(`values ${signal} ${field}`, async () => {
    const door = signal === 'traces' ? '/store/v1/spans/counts' : '/store/v1/logs/counts';
    const answer = await getJson<{ groups: { value: string }[] }>(door, { by: field, step: '1h' });
    return answer.groups.map((group) => group.value).filter((value) => value !== '');
  });
