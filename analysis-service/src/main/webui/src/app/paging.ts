import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from '../api/client';

export interface Paged<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly more: () => void;
  readonly restart: () => void;
}

export interface OnePage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/**
 * A list that is asked for page by page. The first question fixes the time; pages follow the cursor in a total order, so
 * that nothing is shown twice or skipped.
 */
export function usePages<T>(
  key: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<OnePage<T>>,
): Paged<T> {
  const [items, setItems] = useState<readonly T[]>([]);
  const [nextCursor, setNextCursor] = useState<string>();
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<Error>();
  const controller = useRef<AbortController | undefined>(undefined);
  const latest = useRef(ask);
  latest.current = ask;

  const load = useCallback((cursor: string | undefined) => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setLoading(true);
    setError(undefined);
    latest.current(cursor, own.signal).then(
      (page) => {
        if (controller.current === own) {
          setItems((before) => (cursor === undefined ? page.items : [...before, ...page.items]));
          setNextCursor(page.nextCursor);
          setLoading(false);
        }
      },
      (failure: Error) => {
        if (controller.current === own) {
          setError(isAbort(failure) ? undefined : failure);
          setLoading(false);
        }
      },
    );
  }, []);

  // Another key is another list.
  useLayoutEffect(() => {
    load(undefined);
    return () => controller.current?.abort();
  }, [key]);

  return {
    items,
    nextCursor,
    isLoading,
    error,
    more: () => nextCursor !== undefined && load(nextCursor),
    restart: () => load(undefined),
  };
}
