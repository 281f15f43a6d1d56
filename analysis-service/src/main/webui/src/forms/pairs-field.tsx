import type { JSX } from 'preact';
import type { Pairs } from './pairs';
import './forms.css';

/** Keys with their values, a row each. */
export function PairsField(props: {
  legend: string;
  /** What one of them is called. */
  noun: string;
  pairs: Pairs;
  onChange: (pairs: Pairs) => void;
  /** Whether values are longer texts. */
  isLong?: boolean;
}): JSX.Element {
  const { pairs, noun } = props;
  const replace = (at: number, pair: readonly [string, string]) =>
    props.onChange(pairs.map((one, place) => (place === at ? pair : one)));
  return (
    <fieldset class="rows-field">
      <legend>{props.legend}</legend>
      {pairs.map(([key, value], at) => (
        // A row is known by its place: typing its key does not make it another.
        <div key={at} class="pair-row">
          <input
            class="input mono"
            aria-label={`Key of ${noun} ${at + 1}`}
            placeholder="key"
            value={key}
            onInput={(event) => replace(at, [event.currentTarget.value, value])}
          />
          {props.isLong ? (
            <textarea
              class="input"
              rows={2}
              aria-label={`Value of ${noun} ${at + 1}`}
              value={value}
              onInput={(event) => replace(at, [key, event.currentTarget.value])}
            />
          ) : (
            <input
              class="input"
              aria-label={`Value of ${noun} ${at + 1}`}
              placeholder="value"
              value={value}
              onInput={(event) => replace(at, [key, event.currentTarget.value])}
            />
          )}
          <button
            type="button"
            class="button plain"
            aria-label={`Take ${noun} ${at + 1} away`}
            onClick={() => props.onChange(pairs.filter((_, place) => place !== at))}
          >
            ✕
          </button>
        </div>
      ))}
      <button type="button" class="button" onClick={() => props.onChange([...pairs, ['', '']])}>
        Add {/^[aeiou]/.test(noun) ? 'an' : 'a'} {noun}
      </button>
    </fieldset>
  );
}
