import { ApiError, isAbort } from '../api/client';
import { follow } from '../api/events';

/** Records of one kind as they come in. */
export interface Source<T> {
  readonly door: string;
  /** For services that do not have the door: the newest records, asked for again and again. */
  readonly poll?: {
    readonly newest: (q: string, signal: AbortSignal) => Promise<readonly T[]>;
    readonly keyOf: (record: T) => string;
  };
}

/** Who is told of what comes. */
export interface Listener<T> {
  readonly onRecord: (record: T) => void;
  /** More came than can be sent on. */
  readonly onMissed: (records: number) => void;
  readonly onError: (error: Error | undefined) => void;
}

const AGAIN_AFTER_MILLIS = 2000;
const POLLED_EVERY_MILLIS = 1500;
/** More than two questions bring. */
const MOST_KNOWN = 1000;

/** One search being followed. It remembers how far it came, so that it goes on from there when it is run again. */
export class Following<T> {
  private after = '';
  private isPolled = false;
  private readonly known = new Set<string>();

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
        if (status === 404 && this.source.poll && !this.isPolled) {
          this.isPolled = true;
          continue;
        }
        listener.onError(error as Error);
        if (status === 400) {
          // Asked again, it would be refused again.
          return;
        }
      }
      await pause(this.isPolled ? POLLED_EVERY_MILLIS : AGAIN_AFTER_MILLIS, signal);
    }
  }

  private stream(signal: AbortSignal, listener: Listener<T>): Promise<void> {
    return follow(this.source.door, { q: this.q, after: this.after }, signal, (event) => {
      if (signal.aborted) {
        return;
      }
      listener.onError(undefined);
      this.after = event.id;
      if (event.data === '') {
        return;
      }
      if (event.type === 'missed') {
        listener.onMissed((JSON.parse(event.data) as { records: number }).records);
      } else if (event.type === 'message') {
        listener.onRecord(JSON.parse(event.data) as T);
      }
    });
  }

  private async poll(signal: AbortSignal, listener: Listener<T>): Promise<void> {
    const { poll } = this.source;
    const found = (await poll?.newest(this.q, signal)) ?? [];
    listener.onError(undefined);
    for (const record of [...found].reverse()) {
      const key = poll?.keyOf(record) ?? '';
      if (!this.known.has(key)) {
        this.known.add(key);
        listener.onRecord(record);
      }
    }
    for (const key of this.known) {
      if (this.known.size <= MOST_KNOWN) {
        break;
      }
      this.known.delete(key);
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
