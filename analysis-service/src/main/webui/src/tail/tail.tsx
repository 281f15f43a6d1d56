import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Empty, Failed } from '../app/states';
import { counted, exact } from '../text/format';
import { Following, type Source } from './source';

/** Records may come by the thousand: they are shown a few times a second, not one by one. */
const SHOWN_EVERY_MILLIS = 250;

/** A record with its place among all that came: records have no number of their own. */
export interface Numbered<T> {
  readonly number: number;
  readonly record: T;
}

interface Shown<T> {
  readonly records: readonly Numbered<T>[];
  readonly came: number;
  readonly missed: number;
  /** Whether no more were missed than is known. */
  readonly isExact: boolean;
}

const NOTHING = { records: [], came: 0, missed: 0, isExact: true } as const;

/** Records as they come in, the newest on top. What comes during a pause is shown when going on. */
export function Tail<T>(props: {
  source: Source<T>;
  q: string;
  most: number;
  /** What one of them is called. */
  noun: string;
  empty: ComponentChildren;
  children: (records: readonly Numbered<T>[]) => ComponentChildren;
}): JSX.Element {
  const { source, q, most, noun } = props;
  const [shown, setShown] = useState<Shown<T>>(NOTHING);
  const [isPaused, setPaused] = useState(false);
  const [isListening, setListening] = useState(false);
  const [error, setError] = useState<Error>();
  const following = useMemo(() => new Following(source, q), [source, q]);
  const count = useRef(0);

  // Another search begins with nothing.
  useEffect(() => {
    count.current = 0;
    setShown(NOTHING);
    setError(undefined);
  }, [following]);
  useEffect(() => {
    if (isPaused) {
      return;
    }
    const controller = new AbortController();
    let fresh: Numbered<T>[] = [];
    let missed = 0;
    let isExact = true;
    const show = () => {
      if (fresh.length > 0 || missed > 0 || !isExact) {
        const [records, more] = [fresh.reverse(), missed];
        [fresh, missed] = [[], 0];
        setShown((before) => ({
          records: [...records, ...before.records].slice(0, most),
          came: before.came + records.length,
          missed: before.missed + more,
          isExact: before.isExact && isExact,
        }));
      }
    };
    const timer = window.setInterval(show, SHOWN_EVERY_MILLIS);
    following.run(controller.signal, {
      onRecord: (record) => fresh.push({ number: ++count.current, record }),
      onMissed: (records, isAll) => {
        missed += records;
        isExact &&= isAll;
      },
      onError: setError,
      onListening: setListening,
    });
    return () => {
      controller.abort();
      setListening(false);
      window.clearInterval(timer);
      // Where to go on from is behind what waits to be shown.
      show();
    };
  }, [following, isPaused]);

  return (
    <>
      <div class="live-head">
        <span class={isListening ? 'badge good' : 'badge'}>
          {isPaused ? 'paused' : isListening ? 'live' : 'connecting'}
        </span>
        <span class="soft grow" aria-live="polite">
          {counted(shown.came, noun)} since you began to look
          {missedText(shown.missed, shown.isExact)}
        </span>
        <button type="button" class="button" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      </div>
      {error && <Failed error={error} />}
      {shown.records.length === 0 ? !error && props.empty : props.children(shown.records)}
    </>
  );
}

function missedText(missed: number, isExact: boolean): string {
  if (missed === 0) {
    return isExact ? '' : '; some could not be read';
  }
  return `; ${isExact ? '' : 'at least '}${exact(missed)} more came than can be shown`;
}

/** Said before the first record came. */
export function NothingYet(props: { what: string }): JSX.Element {
  return (
    <Empty title={`Nothing yet. ${props.what} appear here within seconds of being sent.`}>
      <p>Send some by an OpenTelemetry SDK to the collector's port 4318, or try ./quipu demo.</p>
    </Empty>
  );
}
