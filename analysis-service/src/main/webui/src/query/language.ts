/** The search notation as far as a person who types it is helped: what stands where, and how values are written. */

export type Signal = 'traces' | 'logs';

export const FIELDS: Readonly<Record<Signal, readonly string[]>> = {
  traces: [
    'service',
    'name',
    'duration',
    'status',
    'kind',
    'statusMessage',
    'traceId',
    'spanId',
    'parentSpanId',
    'namespace',
    'instance',
    'scope.name',
    'event.name',
  ],
  logs: [
    'service',
    'severity',
    'body',
    'traceId',
    'spanId',
    'severityText',
    'eventName',
    'template',
    'namespace',
    'instance',
    'scope.name',
  ],
};

export const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'contains', 'has'] as const;

/** Values of fields whose values are words of the notation itself, not texts. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  kind: ['server', 'client', 'internal', 'producer', 'consumer', 'unspecified'],
  status: ['error', 'ok', 'unset'],
  severity: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
  duration: ['10ms', '100ms', '500ms', '1s', '5s'],
};

const NUMERIC = /^-?\d+(\.\d+)?$/;

export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === '"' || character === '\\') {
      quoted += `\\${character}`;
    } else if (code < 0x20 || code === 0x7f) {
      quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    } else {
      quoted += character;
    }
  }
  return `${quoted}"`;
}

const PLAIN_KEY = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]*$/;

/** An attribute as a field: its key is quoted when it would not be read as one otherwise. */
export function attributeField(scope: string, key: string): string {
  return `${scope}.${PLAIN_KEY.test(key) ? key : quote(key)}`;
}

/** A value as the right side of a comparison with that field. */
export function literal(field: string, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return WORDS[field]?.includes(text) || (field === 'duration' && /^\d/.test(text)) ? text : quote(text);
}

/** Both conditions hold; an empty one is none. */
export function and(...conditions: readonly string[]): string {
  const parts = conditions.map((one) => one.trim()).filter((one) => one !== '');
  return parts.length < 2
    ? (parts[0] ?? '')
    : parts.map((one) => (hasOr(one) ? `(${one})` : one)).join(' && ');
}

/** Whether there is an `||` outside texts and parentheses. */
function hasOr(condition: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < condition.length; at++) {
    const character = condition[at];
    if (inText) {
      if (character === '\\') {
        at++;
      } else if (character === '"') {
        inText = false;
      }
    } else if (character === '"') {
      inText = true;
    } else if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth--;
    } else if (depth === 0 && condition.startsWith('||', at)) {
      return true;
    }
  }
  return false;
}

export function isNumber(text: string): boolean {
  return NUMERIC.test(text);
}
