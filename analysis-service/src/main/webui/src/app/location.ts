import { computed, signal } from '@preact/signals';

/** Where the page is: the path and the query string are the whole state that a link can carry. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

export type QueryChange = Readonly<Record<string, string | number | null | undefined>>;

const read = (): Place => ({
  path: window.location.pathname,
  query: new URLSearchParams(window.location.search),
});

export const place = signal<Place>(read());

/** One parameter of the query string, as a signal that changes only when it does. */
export const path = computed(() => place.value.path);

/** Parameters that say of what time a page is: they go along from page to page. */
const TIME_KEYS = ['last', 'from', 'to'] as const;

/** Goes to an address of this page. With `replace` the place that is left is not gone back to. */
export function navigate(href: string, options: { replace?: boolean } = {}): void {
  if (options.replace) {
    window.history.replaceState(null, '', href);
  } else {
    window.history.pushState(null, '', href);
  }
  const before = place.value.path;
  place.value = read();
  if (before !== place.value.path) {
    window.scrollTo(0, 0);
  }
}

/** The address of another page at the same time as this one; null takes a parameter away. */
export function href(to: string, change: QueryChange = {}): string {
  const query = new URLSearchParams();
  const explicit = 'from' in change || 'last' in change;
  for (const key of TIME_KEYS) {
    const value = place.value.query.get(key);
    if (value !== null && !explicit) {
      query.set(key, value);
    }
  }
  return withQuery(to, query, change);
}

/** The address of this page with other parameters. */
export function hrefHere(change: QueryChange): string {
  return withQuery(place.value.path, new URLSearchParams(place.value.query), change);
}

/** Changes parameters of this page's address. */
export function setQuery(change: QueryChange, options: { replace?: boolean } = {}): void {
  const target = hrefHere(change);
  if (target !== window.location.pathname + window.location.search) {
    navigate(target, options);
  }
}

export function withQuery(to: string, query: URLSearchParams, change: QueryChange): string {
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === '') {
      query.delete(key);
    } else {
      query.set(key, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? to : `${to}?${text}`;
}

/** Follows links within the page without loading it anew; the rest is left to the browser. */
export function followLinks(): void {
  window.addEventListener('popstate', () => {
    place.value = read();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    const anchor = (event.target as Element | null)?.closest('a');
    if (
      !anchor ||
      anchor.origin !== window.location.origin ||
      anchor.target ||
      anchor.hasAttribute('download')
    ) {
      return;
    }
    const isWithinPage = anchor.hash !== '' && anchor.pathname === window.location.pathname;
    if (isWithinPage || /^\/(q|v1|api|store)\//.test(anchor.pathname)) {
      return;
    }
    event.preventDefault();
    navigate(anchor.pathname + anchor.search);
  });
}
