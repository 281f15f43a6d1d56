import { describe, expect, it } from 'vitest';
import { selectorSpot, takenInto } from './selector-spot';

const at = (marked: string) => selectorSpot(marked.replace('^', ''), marked.indexOf('^'));
const taken = (marked: string, choice: string) => {
  const text = marked.replace('^', '');
  const { text: after, caret } = takenInto(text, selectorSpot(text, marked.indexOf('^')), choice);
  return `${after.slice(0, caret)}^${after.slice(caret)}`;
};

describe('selectorSpot', () => {
  it('expects a name before the braces', () => {
    expect(at('^')).toMatchObject({ expects: 'name', prefix: '' });
    expect(at('jvm.me^{service="a"}')).toMatchObject({ expects: 'name', prefix: 'jvm.me', from: 0, to: 6 });
  });

  it('expects a key after a brace and a comma', () => {
    expect(at('m{^')).toMatchObject({ expects: 'key', prefix: '', metric: 'm' });
    expect(at('m{service="a,b}", inst^}')).toMatchObject({
      expects: 'key',
      prefix: 'inst',
      from: 18,
      to: 22,
    });
  });

  it('expects a value after an operator, of the key before it', () => {
    expect(at('m{service=^')).toMatchObject({ expects: 'value', key: 'service', prefix: '' });
    expect(at('m{"odd key"=~"a^b", x="y"}')).toMatchObject({ expects: 'value', key: 'odd key', prefix: 'a' });
    expect(at('{"odd name", service="^"}')).toMatchObject({ expects: 'value', metric: 'odd name' });
  });

  it('expects nothing behind the braces', () => {
    expect(at('m{a="b"}^').expects).toBe('nothing');
  });
});

describe('takenInto', () => {
  it('goes on to what comes next', () => {
    expect(taken('jv^', 'jvm.memory.used')).toBe('jvm.memory.used^');
    expect(taken('m{ser^', 'service')).toBe('m{service=^');
    expect(taken('m{service=^', 'cart')).toBe('m{service="cart"^}');
    expect(taken('m{service="c^a", x="y"}', 'cart')).toBe('m{service="cart"^, x="y"}');
    expect(taken('m{ser^="x"}', 'service')).toBe('m{service^="x"}');
  });

  it('quotes what is no name', () => {
    expect(taken('od^{a="b"}', 'odd name')).toBe('{"odd name"^,a="b"}');
    expect(taken('m{^', 'odd key')).toBe('m{"odd key"=^');
  });
});
