import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { oneLine } from '../text/visible';
import { complete, type Spot, spotAt } from './completion';
import type { Signal } from './language';
import { type Suggestion, suggest } from './suggest';
import './query-bar.css';

interface Props {
  readonly signal: Signal;
  readonly value: string;
  readonly placeholder: string;
  readonly onSearch: (q: string) => void;
}

/** A search is typed here; what can come next is offered below. Enter searches, Tab or Enter takes an offer. */
export function QueryBar(props: Props): JSX.Element {
  const [text, setText] = useState(props.value);
  const [spot, setSpot] = useState<Spot>();
  const [offers, setOffers] = useState<readonly Suggestion[]>([]);
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const id = useId();
  const isOpen = offers.length > 0;

  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => focusOnSlash(input), []);

  const close = () => {
    asked.current++;
    setOffers([]);
    setChosen(-1);
  };
  const offer = (current: string, caret: number) => {
    const at = spotAt(current, caret);
    const number = ++asked.current;
    setSpot(at);
    setChosen(-1);
    suggest(props.signal, at).then((found) => number === asked.current && setOffers(found));
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (!suggestion || !spot) {
      return;
    }
    const completed = complete(text, spot, suggestion.text);
    setText(completed.text);
    close();
    // The caret can be put only into the text that is there after drawing.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(completed.caret, completed.caret);
      offer(completed.text, completed.caret);
    });
  };
  const search = (q: string) => {
    close();
    props.onSearch(q.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + offers.length + (chosen < 0 && step < 0 ? 1 : 0)) % offers.length);
    } else if (isOpen && chosen >= 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(offers[chosen]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      search(text);
    } else if (event.key === 'Escape') {
      close();
    }
  };
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
      <div class="query-field">
        <input
          ref={input}
          class="input mono"
          type="text"
          role="combobox"
          aria-label={`Search ${props.signal}`}
          aria-expanded={isOpen}
          aria-controls={`${id}-offers`}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={props.placeholder}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            offer(
              event.currentTarget.value,
              event.currentTarget.selectionStart ?? event.currentTarget.value.length,
            );
          }}
          onClick={(event) => offer(text, event.currentTarget.selectionStart ?? text.length)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <Offers id={id} offers={offers} chosen={chosen} onTake={take} />
      </div>
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

function focusOnSlash(input: { current: HTMLInputElement | null }): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isTyping = (event.target as Element | null)?.closest('input, textarea, select');
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      input.current?.focus();
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function Offers(props: {
  id: string;
  offers: readonly Suggestion[];
  chosen: number;
  onTake: (suggestion: Suggestion) => void;
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div
      ref={list}
      id={`${props.id}-offers`}
      class="offers"
      role="listbox"
      aria-label="What may come next"
      hidden={props.offers.length === 0}
    >
      {props.offers.map((offer, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option.
        <div
          key={offer.text}
          id={`${props.id}-${at}`}
          role="option"
          aria-selected={at === props.chosen}
          onPointerDown={(event) => {
            // Before the field loses the focus, which would close the list.
            event.preventDefault();
            props.onTake(offer);
          }}
        >
          <code>{oneLine(offer.text, 200)}</code>
          <span class="soft">{offer.hint}</span>
        </div>
      ))}
    </div>
  );
}
