import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from '../../api/client';
import { follow } from '../../api/events';
import type { FoundLog } from '../../api/logs';
import { Empty, Failed } from '../../app/states';
import { LogRow } from './log-row';

const MOST_SHOWN = 500;
/** Records may come by the thousand: they are shown a few times a second, not one by one. */
const SHOWN_EVERY_MILLIS = 250;
const AGAIN_AFTER_MILLIS = 2000;

interface Numbered {
  readonly number: number;
  readonly log: FoundLog;
}

/** Records as they come in, the newest on top. */
export function LogTail(props: { q: string }): JSX.Element {
  const [logs, setLogs] = useState<readonly Numbered[]>([]);
  const [isPaused, setPaused] = useState(false);
  const [error, setError] = useState<Error>();
  const count = useRef(0);

  // Another search begins with nothing.
  useEffect(() => setLogs([]), [props.q]);
  useEffect(() => {
    if (isPaused) {
      return;
    }
    const controller = new AbortController();
    let waiting: Numbered[] = [];
    const show = window.setInterval(() => {
      if (waiting.length > 0) {
        const fresh = waiting.reverse();
        waiting = [];
        setLogs((before) => [...fresh, ...before].slice(0, MOST_SHOWN));
      }
    }, SHOWN_EVERY_MILLIS);
    followAgain(props.q, controller.signal, setError, (log) =>
      waiting.push({ number: ++count.current, log }),
    );
    return () => {
      controller.abort();
      window.clearInterval(show);
    };
  }, [props.q, isPaused]);

  return (
    <>
      <div class="live-head">
        <span class={isPaused ? 'badge' : 'badge good'}>{isPaused ? 'paused' : 'live'}</span>
        <span class="soft grow" aria-live="polite">
          {count.current} records since you began to look
        </span>
        <button type="button" class="button" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      </div>
      {error && <Failed error={error} />}
      {logs.length === 0 && !error ? (
        <Empty title="Nothing yet. Records appear here within seconds of being sent." />
      ) : (
        <ol class="log-list">
          {logs.map(({ number, log }) => (
            <LogRow key={number} log={log} />
          ))}
        </ol>
      )}
    </>
  );
}

/** A stream that ends, because the server was restarted for instance, is begun again. */
async function followAgain(
  q: string,
  signal: AbortSignal,
  setError: (error: Error | undefined) => void,
  onLog: (log: FoundLog) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await follow('/store/v1/logs/tail', { q }, signal, (data) => {
        setError(undefined);
        onLog(JSON.parse(data) as FoundLog);
      });
    } catch (error) {
      if (isAbort(error)) {
        return;
      }
      setError(error as Error);
    }
    await new Promise((resolve) => window.setTimeout(resolve, AGAIN_AFTER_MILLIS));
  }
}
