import { describe, expect, it } from 'vitest';
import { complete, ranked, spotAt } from './completion';
import { and, attributeField, literal, quote } from './language';

const at = (marked: string) => spotAt(marked.replace('^', ''), marked.indexOf('^'));

describe('spotAt', () => {
  it('expects a field at the beginning and after a connector', () => {
    expect(at('^')).toMatchObject({ expects: 'field', prefix: '' });
    expect(at('ser^')).toMatchObject({ expects: 'field', prefix: 'ser', from: 0, to: 3 });
    expect(at('status = error && du^')).toMatchObject({ expects: 'field', prefix: 'du' });
    expect(at('!(^')).toMatchObject({ expects: 'field' });
  });

  it('expects an operator after a field', () => {
    expect(at('duration ^')).toMatchObject({ expects: 'operator', field: 'duration' });
    expect(at('body con^')).toMatchObject({ expects: 'operator', prefix: 'con' });
  });

  it('expects a value after an operator, of the field before it', () => {
    expect(at('service = "ch^"')).toMatchObject({ expects: 'value', field: 'service', prefix: 'ch' });
    expect(at('span."odd key" = ^')).toMatchObject({ expects: 'value', field: 'span."odd key"' });
    expect(at('body has ^')).toMatchObject({ expects: 'value', field: 'body' });
  });

  it('expects a connector after a comparison', () => {
    expect(at('service = "a" ^')).toMatchObject({ expects: 'connector' });
    expect(at('(duration > 1s) ^')).toMatchObject({ expects: 'connector' });
    expect(at('service = "a" &^')).toMatchObject({ expects: 'connector' });
  });

  it('knows the service by which names are looked up', () => {
    expect(at('service = "cart" && name = ^').service).toBe('cart');
    expect(at('name = ^').service).toBe('');
  });

  it('bears texts that are not finished', () => {
    expect(at('service = "ca^')).toMatchObject({ expects: 'value', prefix: 'ca' });
    expect(at('service = "a\\"b^')).toMatchObject({ prefix: 'a"b' });
  });
});

describe('complete', () => {
  it('replaces what is written and leaves the caret behind it', () => {
    const text = 'ser && status = error';
    expect(complete(text, spotAt(text, 3), 'service')).toEqual({
      text: 'service && status = error',
      caret: 8,
    });
    expect(complete('service = "ca', spotAt('service = "ca', 13), '"cart"')).toEqual({
      text: 'service = "cart" ',
      caret: 17,
    });
  });
});

describe('ranked', () => {
  it('puts beginnings first', () => {
    expect(ranked(['http.route', 'route', 'other'], 'rou', 5)).toEqual(['route', 'http.route']);
  });
});

describe('language', () => {
  it('quotes what would end a text', () => {
    expect(quote('a"b\\c\n')).toBe('"a\\"b\\\\c\\u000a"');
  });

  it('writes words of the notation without quotes', () => {
    expect(literal('status', 'error')).toBe('error');
    expect(literal('name', 'error')).toBe('"error"');
    expect(literal('span.x', 500)).toBe('500');
  });

  it('quotes odd keys', () => {
    expect(attributeField('span', 'http.route')).toBe('span.http.route');
    expect(attributeField('span', 'odd key')).toBe('span."odd key"');
  });

  it('keeps alternatives together', () => {
    expect(and('a = 1 || b = 2', '', 'c = "x || y"')).toBe('(a = 1 || b = 2) && c = "x || y"');
    expect(and('', '')).toBe('');
  });
});
