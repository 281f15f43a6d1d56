import { describe, expect, it } from 'vitest';
import { bodyText, severityOf } from '../text/severity';
import { address } from './client';
import { EventParser } from './events';

describe('EventParser', () => {
  it('gives whole events only, however the text is cut', () => {
    const text = 'data: {"a":1}\n\n: ping\n\ndata:{"b":2}\ndata: more\r\n\r\ndata: {"c"';
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new EventParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual([
        '{"a":1}',
        '{"b":2}\nmore',
      ]);
    }
  });
});

describe('address', () => {
  it('leaves out what is not given and repeats lists', () => {
    expect(address('/v1/x', { q: 'a = "b&c"', none: undefined, empty: '', id: ['1', '2'] })).toBe(
      '/v1/x?q=a+%3D+%22b%26c%22&id=1&id=2',
    );
    expect(address('/v1/x')).toBe('/v1/x');
  });
});

describe('severityOf', () => {
  it('takes four numbers to a word', () => {
    expect([0, 1, 4, 5, 9, 13, 17, 21, 24, 25].map(severityOf)).toEqual([
      'none',
      'trace',
      'trace',
      'debug',
      'info',
      'warn',
      'error',
      'fatal',
      'fatal',
      'none',
    ]);
  });
});

describe('bodyText', () => {
  it('shows bodies that are no texts', () => {
    expect([bodyText('a'), bodyText({ a: 1 }), bodyText(undefined)]).toEqual(['a', '{"a":1}', '']);
  });
});
