import { begin } from '../app/progress';
import { identityHeaders, refusal } from './identity';

/** What a door answered instead of what was asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly address: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  /** Whether the question itself was at fault, not the service. */
  get isOfQuestion(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}

export type Parameters = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

export interface Asked {
  readonly signal?: AbortSignal | undefined;
  /** What is told to people while it takes long, such as "Searching spans". */
  readonly label?: string;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** For doors that an older service does not have yet: undefined when it answers that there is none. */
export function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) {
      return undefined;
    }
    throw error;
  });
}

/** The address of a door with its parameters; those that are null, undefined or empty are left out. */
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      for (const one of value) {
        query.append(key, one);
      }
    } else if (value !== null && value !== undefined && value !== '') {
      query.set(key, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const readHeaders = (): Record<string, string> => ({
  Accept: 'application/json',
  ...identityHeaders(),
});

/** What a door answered; whoever shows the page is told when it asked for a key. */
export async function problemOf(response: Response, at: string): Promise<ApiError> {
  const problem = await readProblem(response, at);
  if (problem.status === 401) {
    refusal.value = problem.detail;
  }
  return problem;
}

async function readProblem(response: Response, at: string): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    const problem = JSON.parse(text) as { detail?: unknown };
    if (typeof problem.detail === 'string') {
      return new ApiError(response.status, problem.detail, at);
    }
  } catch {
    // Not problem+json: something between us and the service answered.
  }
  return new ApiError(response.status, `${response.status} ${response.statusText}`.trim(), at);
}

declare global {
  interface Window {
    /** Requests that first.js sent while the page's modules were on their way, by their addresses. */
    quipuBegun?: Record<string, Promise<Response>>;
  }
}

/** What first.js asked already, once. */
function begun(at: string): Promise<Response> | undefined {
  const first = window.quipuBegun?.[at];
  delete window.quipuBegun?.[at];
  return first;
}

/**
 * Sends a request, reads its answer, and tells of both while they are slow. The caller's signal and a person's Cancel both
 * end it.
 */
export async function send<T>(
  at: string,
  init: RequestInit,
  asked: Asked,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (asked.signal?.aborted) {
    abort();
  }
  asked.signal?.addEventListener('abort', abort, { once: true });
  const end = begin(asked.label ?? 'Asking', abort);
  try {
    const response = await (begun(at) ??
      fetch(at, { ...init, signal: controller.signal, credentials: 'same-origin' }));
    if (!response.ok) {
      throw await problemOf(response, at);
    }
    return await read(response);
  } catch (error) {
    if (isAbort(error) || error instanceof ApiError) {
      throw error;
    }
    throw new ApiError(0, 'The server could not be reached, or its answer was cut off.', at);
  } finally {
    end();
    asked.signal?.removeEventListener('abort', abort);
  }
}

export function getJson<T>(path: string, parameters: Parameters = {}, asked: Asked = {}): Promise<T> {
  return send(
    address(path, parameters),
    { headers: readHeaders() },
    asked,
    (response) => response.json() as Promise<T>,
  );
}

export function write<T>(
  method: 'POST' | 'PUT' | 'DELETE' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<T> {
  return send(
    path,
    {
      method,
      headers: { ...readHeaders(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    { label: 'Saving' },
    async (response) => {
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  );
}

/** Headers of a request that is read piece by piece. */
export const streamHeaders = (): Record<string, string> => ({
  ...readHeaders(),
  Accept: 'text/event-stream',
});
