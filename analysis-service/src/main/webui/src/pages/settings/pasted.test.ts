import { describe, expect, it } from 'vitest';
import { questionOf } from './pasted';

describe('questionOf', () => {
  it('knows requests by what is in them', () => {
    expect(questionOf('{"resourceSpans":[]}')).toEqual({ signal: 'traces', records: { resourceSpans: [] } });
    expect(questionOf('{"resourceMetrics":[]}')).toMatchObject({ signal: 'metrics' });
  });

  it('puts a single record into a request', () => {
    const span = { traceId: '1', spanId: '2', name: 'GET', startTimeUnixNano: '3' };
    expect(questionOf(JSON.stringify(span))).toEqual({
      signal: 'traces',
      records: { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] },
    });
    expect(questionOf('{"body":{"stringValue":"x"}}')).toMatchObject({ signal: 'logs' });
    expect(questionOf('{"attributes":[{"key":"a","value":{"stringValue":"x"}}]}')).toMatchObject({
      signal: 'logs',
    });
    expect(questionOf('{"name":"m","sum":{"dataPoints":[]}}')).toMatchObject({ signal: 'metrics' });
  });

  it('takes all else for a text, JSON of programs among it', () => {
    for (const text of ['to anna@example.com', '{"level":"info","body":"x"}', '{"half":', '[1]', 'a\nb']) {
      expect(questionOf(text)).toEqual({ texts: [text] });
    }
  });

  it('says what it expected', () => {
    expect(() => questionOf(' \n')).toThrow('got nothing');
    expect(() => questionOf('x'.repeat(50_001))).toThrow('Expected at most 50000 characters, got 50001.');
  });
});
