import { ApiError, isAbort } from '../api/client';
import { follow, type StreamEvent } from '../api/events';

/** Records of one kind as they come in. */
export interface Source<T> {
  readonly door: string;
  /** The same for a record that is told once more. */
  readonly keyOf: (record: T) => string;
  /** For services that do not have the door: the newest records, asked for again and again. */
  readonly newest?: (q: string, signal: AbortSignal) => Promise<readonly T[]>;
}

/** Who is told of what comes. */
export interface Listener<T> {
  readonly onRecord: (record: T) => void;
  /** More came than can be sent on: exactly so many, or at least. */
  readonly onMissed: (records: number, isExact: boolean) => void;
  readonly onError: (error: Error | undefined) => void;
  /** Whether what comes from now on will be told. */
  readonly onListening: (isListening: boolean) => void;
}

const AGAIN_AFTER_MILLIS = 2000;
const POLLED_EVERY_MILLIS = 1500;
/** More than are told at once, and than two questions bring. */
const MOST_KNOWN = 2000;

/** One search being followed. It remembers how far it came, so that it goes on from there when it is run again. */
export class Following<T> {
  private after = '';
  private isPolled = false;
  /** Keys of the latest records, the oldest first, with how often each came. */
  private readonly known = new Map<string, number>();

  constructor(
    private readonly source: Source<T>,
    private readonly q: string,
  ) {}

  /** Follows until the signal says stop. A stream that ends, because the server was restarted for instance, is begun again. */
  async run(signal: AbortSignal, listener: Listener<T>): Promise<void> {
    while (!signal.aborted) {
      try {
        await (this.isPolled ? this.poll(signal, listener) : this.stream(signal, listener));
      } catch (error) {
        if (isAbort(error)) {
          return;
        }
        const status = error instanceof ApiError ? error.status : undefined;
        if (status === 404 && this.source.newest && !this.isPolled) {
          this.isPolled = true;
          continue;
        }
        listener.onError(error as Error);
        if (status === 400 || status === 401 || status === 403) {
          // Asked again, it would be refused again.
          return;
        }
      }
      listener.onListening(this.isPolled);
      await pause(this.isPolled ? POLLED_EVERY_MILLIS : AGAIN_AFTER_MILLIS, signal);
    }
  }

  private stream(signal: AbortSignal, listener: Listener<T>): Promise<void> {
    // Going on tells some once more: those that came together with the last one.
    const before = new Map(this.known);
    const onEvent = (event: StreamEvent) => {
      if (signal.aborted) {
        return;
      }
      listener.onError(undefined);
      // The stream has begun only once it tells from where: what was stored before its first word is not told.
      listener.onListening(true);
      // Only the last event of those that came together says where to go on.
      if (event.id !== '') {
        this.after = event.id;
      }
      if (event.data === '') {
        return;
      }
      if (event.type === 'missed') {
        const missed = JSON.parse(event.data) as { records: number; exact?: boolean };
        listener.onMissed(missed.records, missed.exact ?? false);
      } else if (event.type === 'message') {
        const record = JSON.parse(event.data) as T;
        const key = this.source.keyOf(record);
        const told = before.get(key) ?? 0;
        if (told > 0) {
          before.set(key, told - 1);
        } else {
          this.know(key);
          listener.onRecord(record);
        }
      }
    };
    return follow(this.source.door, { q: this.q, after: this.after }, signal, onEvent);
  }

  private async poll(signal: AbortSignal, listener: Listener<T>): Promise<void> {
    const found = (await this.source.newest?.(this.q, signal)) ?? [];
    listener.onError(undefined);
    for (const record of [...found].reverse()) {
      const key = this.source.keyOf(record);
      if (!this.known.has(key)) {
        this.know(key);
        listener.onRecord(record);
      }
    }
  }

  private know(key: string): void {
    const times = this.known.get(key) ?? 0;
    this.known.delete(key);
    this.known.set(key, times + 1);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) {
      this.known.delete(oldest);
    }
  }
}

/** Resolves at the end of the time or when the signal says stop. */
function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener('abort', end);
  });
}
