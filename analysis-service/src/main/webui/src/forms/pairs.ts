/** Keys and values while they are typed: a key may be empty or there twice until it is sent. */
export type Pairs = readonly (readonly [string, string])[];

export const pairsOf = (record: Readonly<Record<string, string>> | undefined): Pairs =>
  Object.entries(record ?? {});

/**
 * What is sent; rows without key and value are none.
 *
 * @throws Error that says what is wrong with which key
 */
export function recordOf(what: string, pairs: Pairs): Record<string, string> {
  const record = new Map<string, string>();
  for (const [given, value] of pairs) {
    const key = given.trim();
    if (key === '' && value === '') {
      continue;
    }
    if (key === '') {
      throw new Error(`${what}: expected a key for the value ${value}.`);
    }
    if (record.has(key)) {
      throw new Error(`${what}: expected each key once, got ${key} twice.`);
    }
    record.set(key, value);
  }
  return Object.fromEntries(record);
}

/** What makes the one into the other, as RFC 7396 merges: null takes a key away. */
export function mergePatch(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return Object.fromEntries([...set, ...gone.map((key) => [key, null] as const)]);
}
