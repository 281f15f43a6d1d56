import { describe, expect, it } from 'vitest';
import { bodyText, severityOf } from '../text/severity';
import { address } from './client';
import { EventParser } from './events';

describe('EventParser', () => {
  it('gives whole events only, however the text is cut', () => {
    const text = 'data: {"a":1}\n\n: ping\n\ndata:{"b":2}\ndata: more\r\n\r\ndata: {"c"';
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(events.map((event) => event.data)).toEqual(['{"a":1}', '{"b":2}\nmore']);
    }
  });

  it('remembers the latest id, and tells of one that comes without data', () => {
    const parser = new EventParser();
    expect(
      parser.push('id: 7\nevent: missed\ndata: {"records":3}\n\ndata: a\n\nid: 9\n\ndata: b\n\n'),
    ).toEqual([
      { id: '7', type: 'missed', data: '{"records":3}' },
      { id: '7', type: 'message', data: 'a' },
      { id: '9', type: 'message', data: '' },
      { id: '9', type: 'message', data: 'b' },
    ]);
    expect(parser.push('id\ndata: c\n\n')).toEqual([{ id: '', type: 'message', data: 'c' }]);
  });

  it('passes over comments and fields that it does not know', () => {
    expect(new EventParser().push(': ping\n\nretry: 10\nnonsense\ndata: a:b\n\n')).toEqual([
      { id: '', type: 'message', data: 'a:b' },
    ]);
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
