import { afterEach, describe, expect, it, vi } from 'vitest';
import { Following, type Source } from './source';

type Answer = string | { readonly status: number };

/** A server that gives one answer after another, and remembers what was asked. */
function serving(answers: readonly Answer[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('fetch', (at: string, init: RequestInit) => {
    asked.push(at);
    const answer = answers[asked.length - 1];
    if (answer === undefined) {
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(new DOMException('over', 'AbortError'))),
      );
    }
    return Promise.resolve(
      typeof answer === 'string' ? new Response(answer) : new Response('{"detail":"no"}', answer),
    );
  });
  return asked;
}

/** Lets it run until so many questions were asked. */
async function run<T>(following: Following<T>, asked: string[], questions: number) {
  const told = { records: [] as T[], missed: 0, errors: [] as string[], listening: [] as boolean[] };
  const controller = new AbortController();
  const done = following.run(controller.signal, {
    onRecord: (record) => told.records.push(record),
    onMissed: (records) => {
      told.missed += records;
    },
    onListening: (isListening) => told.listening.at(-1) !== isListening && told.listening.push(isListening),
    onError: (error) => error && told.errors.push(error.message),
  });
  for (let tick = 0; tick < 50 && asked.length < questions; tick++) {
    await vi.advanceTimersByTimeAsync(500);
  }
  controller.abort();
  await done;
  return told;
}

const DOOR: Source<number> = { door: '/tail', keyOf: String };

describe('Following', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('goes on behind what it has seen, after a broken connection and after a pause', async () => {
    vi.useFakeTimers();
    const asked = serving([
      'id: a\n\n: ping\n\ndata: 1\n\n',
      'id: b\nevent: missed\ndata: {"records":5}\n\ndata: 2\n\n',
    ]);
    const following = new Following(DOOR, 'x');
    const told = await run(following, asked, 3);
    expect(told).toEqual({
      records: [1, 2],
      missed: 5,
      errors: [],
      listening: [true, false, true, false],
    });
    await run(following, asked, 4);
    expect(asked).toEqual(['/tail?q=x', '/tail?q=x&after=a', '/tail?q=x&after=b', '/tail?q=x&after=b']);
  });

  it('tells once what is sent again after a break, and twice what came twice', async () => {
    vi.useFakeTimers();
    const asked = serving([
      'data: 1\n\ndata: 2\n\ndata: 2\n\nid: a\n: still here\n\n',
      'data: 2\n\ndata: 2\n\nid: b\ndata: 2\n\n',
    ]);
    const told = await run(new Following(DOOR, 'x'), asked, 3);
    expect(told.records).toEqual([1, 2, 2, 2]);
    expect(asked).toEqual(['/tail?q=x', '/tail?q=x&after=a', '/tail?q=x&after=b']);
  });

  it('keeps its place when a stream ends before it has said another one', async () => {
    vi.useFakeTimers();
    const asked = serving(['id: a\n\n', 'data: 1\n\n']);
    await run(new Following(DOOR, 'x'), asked, 3);
    expect(asked).toEqual(['/tail?q=x', '/tail?q=x&after=a', '/tail?q=x&after=a']);
  });

  it('does not ask again what was refused', async () => {
    vi.useFakeTimers();
    const asked = serving([{ status: 400 }]);
    expect(await run(new Following(DOOR, 'x'), asked, 2)).toEqual({
      records: [],
      missed: 0,
      errors: ['no'],
      listening: [],
    });
    expect(asked).toHaveLength(1);
  });

  it('asks again and again where there is no such door, and tells each record once', async () => {
    vi.useFakeTimers();
    const asked = serving([{ status: 404 }]);
    const newest = [[2, 1], [3, 2], [3]];
    let polled = 0;
    const source: Source<number> = {
      ...DOOR,
      newest: async () => newest[polled++] ?? [],
    };
    const told = await run(new Following(source, 'x'), asked, 99);
    expect(told.records).toEqual([1, 2, 3]);
    expect(asked).toHaveLength(1);
  });
});
