import type { ComponentChildren, JSX } from 'preact';
import type { Paged } from './paging';
import { Failed, Waiting } from './states';

/** A paged list with its states and the way to its next page. */
export function PagedList<T>(props: {
  of: Paged<T>;
  what: string;
  empty: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  const { of } = props;
  if (of.error && of.items.length === 0) {
    return <Failed error={of.error} onRetry={of.restart} />;
  }
  if (of.items.length === 0) {
    return of.isLoading ? <Waiting what={props.what} /> : <div>{props.empty}</div>;
  }
  return (
    <div aria-busy={of.isLoading}>
      {props.children}
      {of.error && <Failed error={of.error} onRetry={of.more} />}
      <p class="page-end soft">
        {of.nextCursor ? (
          <button type="button" class="button" disabled={of.isLoading} onClick={of.more}>
            {of.isLoading ? 'Loading …' : 'Show more'}
          </button>
        ) : (
          `That is all: ${of.items.length}.`
        )}
      </p>
    </div>
  );
}
