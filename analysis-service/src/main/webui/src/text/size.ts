/** Sizes as people write them, read and written without loss. */

const UNITS: readonly (readonly [string, number])[] = [
  ['TiB', 1024 ** 4],
  ['TB', 1e12],
  ['GiB', 1024 ** 3],
  ['GB', 1e9],
  ['MiB', 1024 ** 2],
  ['MB', 1e6],
  ['KiB', 1024],
  ['kB', 1e3],
  ['B', 1],
];

/** Bytes of a text such as 500 MiB, 1.5 TB or 2000; undefined when it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const name = match?.[2]?.toLowerCase() || 'b';
  const unit = UNITS.find(([one]) => one.toLowerCase() === name);
  const bytes = match && unit ? Math.round(Number(match[1]) * unit[1]) : Number.NaN;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** In the largest unit that says all of it with two decimals. */
export function writtenSize(bytes: number): string {
  for (const [name, size] of UNITS) {
    const count = Number((bytes / size).toFixed(2));
    if (count >= 1 && Math.round(count * size) === bytes) {
      return `${count} ${name}`;
    }
  }
  return `${bytes} B`;
}

/**
 * Bytes of what is typed into a field; undefined when that is nothing.
 *
 * @throws Error that names the field when it is no size
 */
export function sizeOf(field: string, text: string): number | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const bytes = parseSize(text);
  if (bytes === undefined) {
    throw new Error(`${field}: expected a size such as 500 MiB or 20 GB, got ${text.trim()}.`);
  }
  return bytes;
}
