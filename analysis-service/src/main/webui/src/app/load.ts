import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from '../api/client';

/** What has come of asking for something. */
export interface Load<T> {
  /** The latest answer; still that of the question before while the next is under way. */
  readonly data: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  /** Whether a person cancelled it. */
  readonly isCancelled: boolean;
  readonly reload: () => void;
}

interface State<T> {
  data: T | undefined;
  error: Error | undefined;
  isLoading: boolean;
  isCancelled: boolean;
}

/**
 * Asks whenever the key changes, and gives up what was asked before. A key of undefined asks nothing.
 * Everything that the question depends on has to be in the key.
 */
export function useLoad<T>(key: string | undefined, ask: (signal: AbortSignal) => Promise<T>): Load<T> {
  const [state, setState] = useState<State<T>>({
    data: undefined,
    error: undefined,
    isLoading: key !== undefined,
    isCancelled: false,
  });
  const [again, setAgain] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;

  // `again` asks the same once more. Before the first frame is drawn: on a slow machine a frame is a tenth of a second.
  useLayoutEffect(() => {
    if (key === undefined) {
      setState({ data: undefined, error: undefined, isLoading: false, isCancelled: false });
      return;
    }
    const controller = new AbortController();
    let isOver = false;
    setState((before) =>
      before.isLoading ? before : { ...before, error: undefined, isLoading: true, isCancelled: false },
    );
    latest.current(controller.signal).then(
      (data) => {
        if (!isOver) {
          setState({ data, error: undefined, isLoading: false, isCancelled: false });
        }
      },
      (error: Error) => {
        if (!isOver) {
          const isCancelled = isAbort(error);
          setState((before) => ({
            data: isCancelled ? before.data : undefined,
            error: isCancelled ? undefined : error,
            isLoading: false,
            isCancelled,
          }));
        }
      },
    );
    return () => {
      isOver = true;
      controller.abort();
    };
  }, [key, again]);

  const reload = useCallback(() => setAgain((count) => count + 1), []);
  return { ...state, reload };
}
