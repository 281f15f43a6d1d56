import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CompletedInput, type Offers } from './completed-input';
import { complete, spotAt } from './completion';
import type { Signal } from './language';
import { suggest } from './suggest';
import './query-bar.css';

interface Props {
  readonly signal: Signal;
  readonly value: string;
  readonly placeholder: string;
  readonly onSearch: (q: string) => void;
}

/** A search is typed here; what can come next is offered below. */
export function QueryBar(props: Props): JSX.Element {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  const search = (q: string) => props.onSearch(q.trim());
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to all readers yet.
    <form
      class="query-bar"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text);
      }}
    >
      <CompletedInput
        label={`Search ${props.signal}`}
        placeholder={props.placeholder}
        text={text}
        isMain
        offersAt={(current, caret) => offersAt(props.signal, current, caret)}
        onText={setText}
        onEnter={search}
      />
      <button type="submit" class="button main">
        Search
      </button>
      {text !== '' && (
        <button
          type="button"
          class="button plain"
          onClick={() => {
            setText('');
            search('');
          }}
        >
          Clear
        </button>
      )}
    </form>
  );
}

/** What may come next in a search. */
export async function offersAt(signal: Signal, text: string, caret: number): Promise<Offers> {
  const spot = spotAt(text, caret);
  return {
    suggestions: await suggest(signal, spot),
    take: (choice) => complete(text, spot, choice),
  };
}
