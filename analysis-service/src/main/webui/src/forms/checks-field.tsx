import type { JSX } from 'preact';
import { Check } from '../app/form';
import './forms.css';

/** Some of a few words. */
export function ChecksField(props: {
  legend: string;
  of: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}): JSX.Element {
  return (
    <fieldset class="rows-field">
      <legend>{props.legend}</legend>
      <div class="toolbar checks">
        {props.of.map((word) => (
          <Check
            key={word}
            label={word}
            checked={props.chosen.includes(word)}
            onChange={(isChosen) =>
              props.onChange(props.of.filter((one) => (one === word ? isChosen : props.chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
