import { ApiError, address, isAbort, streamHeaders } from './client';

/** Splits a stream of server-sent events into their data. Give it text as it comes; it keeps what is not whole yet. */
export class EventParser {
  private rest = '';

  push(text: string): string[] {
    const blocks = (this.rest + text).split(/\r?\n\r?\n/);
    this.rest = blocks.pop() ?? '';
    return blocks
      .map((block) =>
        block
          .split(/\r?\n/)
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(line.startsWith('data: ') ? 6 : 5))
          .join('\n'),
      )
      .filter((data) => data !== '');
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
  onEvent: (data: string) => void,
): Promise<void> {
  const at = address(path, parameters);
  const response = await fetch(at, { headers: streamHeaders(), signal, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      throw isAbort(error) ? error : new ApiError(0, 'The server could not be reached.', at);
    },
  );
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new ApiError(response.status, problem.detail ?? `${response.status} ${response.statusText}`, at);
  }
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    for (const data of parser.push(decoder.decode(value, { stream: true }))) {
      onEvent(data);
    }
  }
}
