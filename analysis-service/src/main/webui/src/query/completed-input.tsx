import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { oneLine } from '../text/visible';
import './completed-input.css';

export interface Suggestion {
  readonly text: string;
  readonly hint: string;
}

/** What may come next at a place of a text, and the text with one of it taken. */
export interface Offers {
  readonly suggestions: readonly Suggestion[];
  readonly take: (choice: string) => { readonly text: string; readonly caret: number };
}

/** A field below which is offered what can come next. Enter is the caller's, Tab or Enter takes a chosen offer. */
export function CompletedInput(props: {
  label: string;
  placeholder?: string;
  text: string;
  /** Whether the slash key comes here from anywhere on the page. */
  isMain?: boolean;
  offersAt: (text: string, caret: number) => Promise<Offers>;
  onText: (text: string) => void;
  onEnter: (text: string) => void;
  onLeave?: () => void;
}): JSX.Element {
  const { text } = props;
  const [offers, setOffers] = useState<Offers>();
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const id = useId();
  const suggestions = offers?.suggestions ?? [];
  const isOpen = suggestions.length > 0;

  useEffect(() => (props.isMain ? focusOnSlash(input) : undefined), [props.isMain]);

  const close = () => {
    asked.current++;
    setOffers(undefined);
    setChosen(-1);
  };
  const offer = (current: string, caret: number) => {
    const number = ++asked.current;
    setChosen(-1);
    props.offersAt(current, caret).then(
      (found) => number === asked.current && setOffers(found),
      // Without names to offer, people type them.
      () => number === asked.current && setOffers(undefined),
    );
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (!suggestion || !offers) {
      return;
    }
    const completed = offers.take(suggestion.text);
    props.onText(completed.text);
    close();
    // The caret can be put only into the text that is there after drawing.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(completed.caret, completed.caret);
      offer(completed.text, completed.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const from = chosen < 0 && step < 0 ? 0 : chosen;
      setChosen((from + step + suggestions.length) % suggestions.length);
    } else if (isOpen && chosen >= 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(suggestions[chosen]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      close();
      props.onEnter(text);
    } else if (event.key === 'Escape') {
      close();
    }
  };
  return (
    <div class="completed">
      <input
        ref={input}
        class="input mono"
        type="text"
        role="combobox"
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={`${id}-offers`}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={props.placeholder ?? ''}
        value={text}
        onInput={(event) => {
          const { value, selectionStart } = event.currentTarget;
          props.onText(value);
          offer(value, selectionStart ?? value.length);
        }}
        onClick={(event) => offer(text, event.currentTarget.selectionStart ?? text.length)}
        onBlur={() => {
          close();
          props.onLeave?.();
        }}
        onKeyDown={onKeyDown}
      />
      <OfferList id={id} suggestions={suggestions} chosen={chosen} onTake={take} />
    </div>
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

function OfferList(props: {
  id: string;
  suggestions: readonly Suggestion[];
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
      hidden={props.suggestions.length === 0}
    >
      {props.suggestions.map((offer, at) => (
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
