const WORDS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Severity = (typeof WORDS)[number] | 'none';

/** OTLP's ranges of severity numbers, four to a word. */
export function severityOf(number: number): Severity {
  return number < 1 || number > 24 ? 'none' : (WORDS[Math.floor((number - 1) / 4)] ?? 'none');
}

export function bodyText(body: unknown): string {
  return body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
}
