import { ApiError, address, isAbort, problemOf, streamHeaders } from './client';

/** One server-sent event. */
export interface StreamEvent {
  /** The latest id of the stream up to this event: where to go on from; empty while none came. */
  readonly id: string;
  readonly type: string;
  /** Empty when it only tells where the stream has come to. */
  readonly data: string;
}

const NULL = '\u0000';

/** Splits a stream of server-sent events, as HTML defines them. Give it text as it comes; it keeps what is not whole yet. */
export class EventParser {
  private rest = '';
  private id = '';

  push(text: string): StreamEvent[] {
    const blocks = (this.rest + text).split(/\r?\n\r?\n/);
    this.rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const before = this.id;
      const event = this.event(block);
      return event.data !== '' || event.id !== before ? [event] : [];
    });
  }

  private event(block: string): StreamEvent {
    const data: string[] = [];
    let type = '';
    for (const line of block.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') {
        data.push(value);
      } else if (field === 'event') {
        type = value;
      } else if (field === 'id' && !value.includes(NULL)) {
        this.id = value;
      }
    }
    return { id: this.id, type: type || 'message', data: data.join('\n') };
  }
}

/**
 * Follows a door of server-sent events until the signal says stop. By fetch, because the browser's EventSource sends no
 * header of ours.
 */
export async function follow(
  path: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const at = address(path, parameters);
  const response = await fetch(at, { headers: streamHeaders(), signal, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      throw isAbort(error) ? error : new ApiError(0, 'The server could not be reached.', at);
    },
  );
  if (!response.ok || !response.body) {
    throw await problemOf(response, at);
  }
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      onEvent(event);
    }
  }
}
