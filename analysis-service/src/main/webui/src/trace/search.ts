import { kindName, plainText, type Span } from './otlp';

/** Positions of the spans that hold every word: in their name, component, kind, status, ids, attributes or events. */
export function searchSpans(spans: readonly Span[], text: string): Set<number> {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = new Set<number>();
  if (words.length === 0) {
    return found;
  }
  for (const span of spans) {
    if (words.every((word) => holds(span, word))) {
      found.add(span.index);
    }
  }
  return found;
}

function holds(span: Span, word: string): boolean {
  if (word === 'error' && span.isError) {
    return true;
  }
  return (
    has(span.name, word) ||
    has(span.resource.service, word) ||
    has(span.resource.instanceId, word) ||
    kindName(span.kind) === word ||
    span.spanId === word ||
    has(span.statusMessage, word) ||
    span.attributes.some((attribute) => inAttribute(attribute, word)) ||
    span.events.some(
      (event) =>
        has(event.name ?? '', word) ||
        (event.attributes ?? []).some((attribute) => inAttribute(attribute, word)),
    )
  );
}

const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);

/** A word such as http.route=/cart asks for key and value, any other for either. */
function inAttribute(attribute: Span['attributes'][number], word: string): boolean {
  const equals = word.indexOf('=');
  if (equals > 0) {
    return (
      attribute.key.toLowerCase() === word.slice(0, equals) &&
      has(plainText(attribute.value), word.slice(equals + 1))
    );
  }
  return has(attribute.key, word) || has(plainText(attribute.value), word);
}
