import { collapsedAtDepth } from './rows';
import { indexOfSpan, keyOfSpan } from './span-key';
import { NOBODY, type TraceTree } from './tree';

/** More would make an address that is cut on its way. */
const MOST_KEYS = 40;
const DEEPEST_RULE = 9;
const RULE = /^\d{1,2}$/;

/**
 * Closed spans as an address has them: a depth from which on all are closed, if any, and the spans that are not as it
 * says. Of more spans than an address can hold the nearest rule is left.
 */
export function writtenClosed(tree: TraceTree, closed: ReadonlySet<number>): string {
  if (closed.size <= MOST_KEYS) {
    return keysOf(tree, closed).join(',');
  }
  let [depth, exceptions] = [0, new Set<number>()];
  for (let rule = 1; rule <= DEEPEST_RULE; rule++) {
    const differing = difference(collapsedAtDepth(tree, rule), closed);
    if (depth === 0 || differing.size < exceptions.size) {
      [depth, exceptions] = [rule, differing];
    }
  }
  return [String(depth), ...(exceptions.size <= MOST_KEYS ? keysOf(tree, exceptions) : [])].join(',');
}

/** Spans that are not of the trace are passed over. */
export function parseClosed(tree: TraceTree, text: string | null): ReadonlySet<number> {
  const [first = '', ...rest] = (text ?? '').split(',').slice(0, MOST_KEYS + 1);
  const isRule = RULE.test(first);
  const keys = isRule ? rest : [first, ...rest];
  const named = new Set(keys.map((key) => indexOfSpan(tree, key)).filter((index) => index !== NOBODY));
  return isRule ? difference(collapsedAtDepth(tree, Number(first)), named) : named;
}

function keysOf(tree: TraceTree, spans: ReadonlySet<number>): string[] {
  return [...spans]
    .sort((a, b) => a - b)
    .map((index) => keyOfSpan(tree, index))
    .filter((key): key is string => key !== null);
}

/** What is in one of both. */
function difference(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  const found = new Set([...a].filter((one) => !b.has(one)));
  for (const one of b) {
    if (!a.has(one)) {
      found.add(one);
    }
  }
  return found;
}
