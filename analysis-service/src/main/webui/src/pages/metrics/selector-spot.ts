import { quote } from '../../query/language';
import { PLAIN_NAME } from './plots';

/** What may be written at the caret of a selector such as name{key="value",other=~"a|b"}, and what it would replace. */
export interface SelectorSpot {
  readonly expects: 'name' | 'key' | 'value' | 'nothing';
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  /** The metric, as far as it is named. */
  readonly metric: string;
  /** The key whose value is written. */
  readonly key: string;
}

interface Item {
  readonly from: number;
  readonly to: number;
}

const NAME = /^\s*([A-Za-z_:][A-Za-z0-9_.:]*)?/;
const ITEM = /^(\s*)("(?:[^"\\]|\\.)*"?|[A-Za-z0-9_.:]*)(\s*)(=~|!~|!=|=)?(\s*)("(?:[^"\\]|\\.)*"?)?/;

export function selectorSpot(text: string, caret: number): SelectorSpot {
  const brace = text.indexOf('{');
  const metric = metricOf(text);
  const nothing: SelectorSpot = { expects: 'nothing', prefix: '', from: caret, to: caret, metric, key: '' };
  if (brace < 0 || caret <= brace) {
    const to = brace < 0 ? text.length : brace;
    return { ...nothing, expects: 'name', prefix: text.slice(0, caret).trim(), from: 0, to };
  }
  const item = itemsOf(text, brace).find((one) => one.from <= caret && caret <= one.to);
  const match = item && ITEM.exec(text.slice(item.from, item.to));
  if (!item || !match) {
    return nothing;
  }
  const [, lead = '', key = '', gap = '', operator = '', space = '', value = ''] = match;
  const keyFrom = item.from + lead.length;
  const keyTo = keyFrom + key.length;
  if (operator === '' || caret <= keyTo) {
    return {
      ...nothing,
      expects: 'key',
      prefix: unquoted(text.slice(keyFrom, caret)),
      from: keyFrom,
      to: keyTo,
    };
  }
  const from = keyTo + gap.length + operator.length + space.length;
  return caret < from
    ? nothing
    : {
        ...nothing,
        expects: 'value',
        prefix: unquoted(text.slice(from, caret)),
        from,
        to: from + value.length,
        key: unquoted(key),
      };
}

/** What lies between braces and commas, but for those within quotes. */
function itemsOf(text: string, brace: number): Item[] {
  const items: Item[] = [];
  let from = brace + 1;
  let isQuoted = false;
  for (let at = from; at <= text.length; at++) {
    const character = text[at];
    if (isQuoted && character === '\\') {
      at++;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (at >= text.length || (!isQuoted && (character === ',' || character === '}'))) {
      items.push({ from, to: Math.min(at, text.length) });
      from = at + 1;
      if (character === '}') {
        break;
      }
    }
  }
  return items;
}

/** The metric that a selector names; empty when it names none. */
export function metricOf(text: string): string {
  const name = NAME.exec(text)?.[1] ?? '';
  const quoted = /^\s*\{\s*("(?:[^"\\]|\\.)*")\s*[,}]/.exec(text)?.[1] ?? '';
  return name || unquoted(quoted);
}

const unquoted = (text: string): string => text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');

/** The selector with the spot replaced, and the caret behind it. */
export function takenInto(text: string, spot: SelectorSpot, choice: string): { text: string; caret: number } {
  const rest = text.slice(spot.to);
  switch (spot.expects) {
    case 'name': {
      if (PLAIN_NAME.test(choice)) {
        return { text: choice + rest, caret: choice.length };
      }
      const items = rest.replace(/^\{\s*|\}\s*$/g, '');
      const head = `{${quote(choice)}`;
      return { text: `${head}${items === '' ? '' : `,${items}`}}`, caret: head.length };
    }
    case 'key': {
      const isFollowed = /^\s*[=!]/.test(rest);
      const written = `${keyText(choice)}${isFollowed ? '' : '='}`;
      return { text: text.slice(0, spot.from) + written + rest, caret: spot.from + written.length };
    }
    case 'value': {
      const closing = /^\s*[,}]/.test(rest) ? '' : '}';
      const written = quote(choice);
      return { text: text.slice(0, spot.from) + written + closing + rest, caret: spot.from + written.length };
    }
    case 'nothing':
      return { text, caret: text.length };
  }
}

export const keyText = (key: string): string => (PLAIN_NAME.test(key) ? key : quote(key));
