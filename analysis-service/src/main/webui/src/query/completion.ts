import { OPERATORS } from './language';

/** What a person may write next at the caret, and which stretch of the text it would replace. */
export interface Spot {
  readonly expects: 'field' | 'operator' | 'value' | 'connector';
  /** What of it is already written. */
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  /** The field whose value is written. */
  readonly field: string;
  /** A condition on `service` nearby, by which names are looked up. */
  readonly service: string;
}

interface Token {
  readonly kind: 'word' | 'text' | 'operator' | 'connector' | 'parenthesis';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN = /\s+|&&|\|\||!=|>=|<=|[=<>!()]|"(?:[^"\\]|\\.)*"?|[^\s=<>!()&|"]+(?:"(?:[^"\\]|\\.)*"?)?|./gy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    const from = match.index;
    if (word.trim() !== '') {
      tokens.push({ kind: kindOf(word), text: word, from, to: from + word.length });
    }
  }
  return tokens;
}

function kindOf(word: string): Token['kind'] {
  if (word === '&&' || word === '||' || word === '!') {
    return 'connector';
  }
  if (word === '(' || word === ')') {
    return 'parenthesis';
  }
  if (word.startsWith('"')) {
    return 'text';
  }
  return (OPERATORS as readonly string[]).includes(word) ? 'operator' : 'word';
}

const unquoted = (text: string): string => text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');

/** Where the caret is in a search. */
export function spotAt(text: string, caret: number): Spot {
  const tokens = tokenize(text);
  const current = tokens.find(
    (token) => token.from < caret && caret <= token.to && (token.kind === 'word' || token.kind === 'text'),
  );
  const before = tokens.filter((token) => token.to <= (current ? current.from : caret));
  const place = { from: current?.from ?? caret, to: current?.to ?? caret };
  const prefix = current ? unquoted(text.slice(current.from, caret)) : '';
  const service = serviceIn(tokens);
  const [last, previous] = [before.at(-1), before.at(-2)];
  if (last?.kind === 'operator') {
    return { expects: 'value', prefix, ...place, field: previous?.text ?? '', service };
  }
  if (last?.kind === 'word' && previous?.kind !== 'operator') {
    return { expects: 'operator', prefix, ...place, field: last.text, service };
  }
  if (last && (last.kind === 'word' || last.kind === 'text' || last.text === ')')) {
    return { expects: 'connector', prefix, ...place, field: '', service };
  }
  return { expects: 'field', prefix, ...place, field: '', service };
}

function serviceIn(tokens: readonly Token[]): string {
  const at = tokens.findIndex((token) => token.text === 'service');
  const [operator, value] = [tokens[at + 1], tokens[at + 2]];
  return at >= 0 && operator?.text === '=' && value?.kind === 'text' ? unquoted(value.text) : '';
}

export interface Completed {
  readonly text: string;
  readonly caret: number;
}

/** The text with the spot replaced by a choice, and the caret behind it, ready for what comes next. */
export function complete(text: string, spot: Spot, choice: string): Completed {
  const rest = text.slice(spot.to);
  const gap = rest.startsWith(' ') ? '' : ' ';
  const lead = spot.from > 0 && !/[\s(!]/.test(text[spot.from - 1] ?? '') ? ' ' : '';
  const head = text.slice(0, spot.from) + lead + choice + gap;
  return { text: head + rest, caret: head.length + (gap === '' ? 1 : 0) };
}

/** Those that begin with the prefix before those that hold it. */
export function ranked(candidates: readonly string[], prefix: string, most: number): string[] {
  const wanted = prefix.toLowerCase();
  const starts: string[] = [];
  const holds: string[] = [];
  for (const candidate of candidates) {
    const at = candidate.toLowerCase().indexOf(wanted);
    if (at === 0) {
      starts.push(candidate);
    } else if (at > 0) {
      holds.push(candidate);
    }
  }
  return [...starts, ...holds].slice(0, most);
}
