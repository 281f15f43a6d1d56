import * as catalog from '../api/catalog';
import { NO_PARENT } from '../api/spans';
import type { Suggestion } from './completed-input';
import { ranked, type Spot } from './completion';
import { attributeField, FIELDS, isNumber, literal, OPERATORS, quote, type Signal, WORDS } from './language';

const MOST = 30;
const OPERATOR_HINTS: Readonly<Record<string, string>> = {
  '=': 'equals',
  '!=': 'differs from',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  contains: 'any part of the text',
  has: 'whole words of the text',
};

/** Texts that have an order or words: operators that make no sense of a field are not offered. */
const NO_ORDER = new Set([
  'service',
  'name',
  'status',
  'kind',
  'template',
  'traceId',
  'spanId',
  'namespace',
  'instance',
]);

/** What may be written at a spot: real names and values, as far as they are known. */
export async function suggest(signal: Signal, spot: Spot): Promise<readonly Suggestion[]> {
  switch (spot.expects) {
    case 'field':
      return fields(signal, spot.prefix);
    case 'operator':
      return operators(spot);
    case 'connector':
      return ['&&', '||']
        .filter((text) => text.startsWith(spot.prefix))
        .map((text) => ({ text, hint: text === '&&' ? 'and' : 'or' }));
    case 'value':
      return values(signal, spot);
  }
}

async function fields(signal: Signal, prefix: string): Promise<readonly Suggestion[]> {
  const [known, resource] = await Promise.all([
    catalog.attributes(signal).catch(() => []),
    catalog.resourceKeys().catch(() => []),
  ]);
  const hints = new Map<string, string>(FIELDS[signal].map((field) => [field, 'of every record']));
  for (const attribute of [...known].sort((a, b) => b.records - a.records)) {
    hints.set(attributeField(attribute.scope, attribute.key), `${attribute.scope} attribute`);
  }
  for (const key of resource) {
    hints.set(attributeField('resource', key), 'resource attribute');
  }
  return ranked([...hints.keys()], prefix, MOST).map((text) => ({ text, hint: hints.get(text) ?? '' }));
}

function operators(spot: Spot): readonly Suggestion[] {
  const offered = OPERATORS.filter((operator) => {
    if (spot.field === 'duration') {
      return operator !== 'contains' && operator !== 'has';
    }
    return !NO_ORDER.has(spot.field) || !/[<>]/.test(operator);
  });
  return ranked(offered, spot.prefix, MOST).map((text) => ({ text, hint: OPERATOR_HINTS[text] ?? '' }));
}

async function values(signal: Signal, spot: Spot): Promise<readonly Suggestion[]> {
  if (spot.field === 'parentSpanId') {
    return [{ text: quote(NO_PARENT), hint: 'none: roots of traces' }];
  }
  const words = WORDS[spot.field];
  if (words) {
    return ranked(words, spot.prefix, MOST).map((text) => ({ text, hint: '' }));
  }
  const known = await valuesOf(signal, spot).catch(() => []);
  return ranked(known, spot.prefix, MOST).map((text) => ({ text: asLiteral(spot.field, text), hint: '' }));
}

/** Counts tell numbers as texts: what looks like one is most likely one. */
function asLiteral(field: string, text: string): string {
  const isAttribute = field.includes('.') && field !== 'scope.name' && field !== 'event.name';
  return isAttribute && (isNumber(text) || text === 'true' || text === 'false') ? text : literal(field, text);
}

function valuesOf(signal: Signal, spot: Spot): Promise<readonly string[]> {
  switch (spot.field) {
    case 'service':
      return catalog.services();
    case 'name':
      return spot.service === '' ? catalog.valuesOf(signal, 'name') : catalog.spanNames(spot.service);
    case 'duration':
    case 'template':
    case 'body':
    case 'traceId':
    case 'spanId':
      return Promise.resolve([]);
    default:
      return catalog.valuesOf(signal, spot.field);
  }
}
