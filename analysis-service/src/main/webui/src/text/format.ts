/** Numbers and times as people read them: at most three digits that matter, and always a unit. */

const DURATION_UNITS: readonly (readonly [number, string])[] = [
  [86_400e9, 'd'],
  [3_600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
];

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return value
    .toFixed(size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

export function duration(nanos: number | string | null | undefined): string {
  const value = Number(nanos);
  if (nanos === null || nanos === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const unit = DURATION_UNITS.find(([size]) => Math.abs(value) >= size);
  return unit ? `${threeDigits(value / unit[0])} ${unit[1]}` : `${threeDigits(value)} ns`;
}

/** A duration as a search writes it. */
export function durationLiteral(nanos: number): string {
  return `${Math.max(0, Math.round(nanos))}ns`;
}

export function count(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) {
    return `${threeDigits(value / 1e9)} G`;
  }
  if (size >= 1e6) {
    return `${threeDigits(value / 1e6)} M`;
  }
  return size >= 1e4 ? `${threeDigits(value / 1e3)} k` : threeDigits(value);
}

const GROUPED = new Intl.NumberFormat('en-US');

/** Every digit, for what is counted exactly. */
export function exact(value: number): string {
  return GROUPED.format(value);
}

/** Every digit with its noun: 1 span, 2 spans. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${exact(value)} ${value === 1 ? one : many}`;
}

/** As counted, with the digits that matter. */
export function roughly(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function perSecond(value: number): string {
  return value > 0 && value < 0.01 ? '< 0.01/s' : `${count(value)}/s`;
}

/** A share of 0 to 1. Not rounded to 100 % or 0 % when it is neither. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) {
    return '–';
  }
  const value = share * 100;
  if (value > 99.9 && value < 100) {
    return '> 99.9 %';
  }
  return value > 0 && value < 0.01 ? '< 0.01 %' : `${threeDigits(value)} %`;
}

/** A share near the whole, with two digits of what it lacks: 99.951 % of an objective is not 99.94 %. */
export function nearlyAll(share: number): string {
  const lack = (1 - share) * 100;
  const digits = lack > 0 && lack < 1 ? Math.min(8, 1 - Math.floor(Math.log10(lack))) : 2;
  return `${Number((share * 100).toFixed(digits))} %`;
}

export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${threeDigits(size)} ${units[unit]}`;
}

const two = (value: number) => String(value).padStart(2, '0');

export function clock(millis: number): string {
  const at = new Date(millis);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function clockMillis(millis: number): string {
  return `${clock(millis)}.${String(Math.floor(millis) % 1000).padStart(3, '0')}`;
}

export function day(millis: number): string {
  const at = new Date(millis);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function dateTime(millis: number): string {
  return `${day(millis)} ${clock(millis)}`;
}

/** The date only when it is not today's. */
export function shortTime(millis: number, today: number): string {
  return day(millis) === day(today) ? clock(millis) : dateTime(millis);
}

export function ago(millis: number, now: number): string {
  const seconds = Math.round((now - millis) / 1000);
  return seconds < 5 ? 'just now' : `${duration(seconds * 1e9)} ago`;
}

/** Milliseconds of nanoseconds since 1970 in a text: digits are cut before they are more than a number can hold. */
export function millisOfNanos(text: string): number {
  return text.length > 6 ? Number(text.slice(0, -6)) + Number(text.slice(-6)) / 1e6 : Number(text) / 1e6;
}
