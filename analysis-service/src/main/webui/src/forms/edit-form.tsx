import type { ComponentChildren, JSX } from 'preact';
import { add, change, type Editable } from '../api/alerts';
import { SavingError, useSaving } from '../app/form';

/** The frame of a form in which one thing is made or changed. */
export function EditForm(props: {
  kind: Editable;
  noun: string;
  /** Of the thing that is changed; absent of a new one. */
  id: number | undefined;
  /** @throws Error that says what is not as expected */
  body: () => unknown;
  onDone: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const { kind, noun, id } = props;
  const saving = useSaving(props.onDone);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(async () => {
          const body = props.body();
          await (id === undefined ? add(kind, body) : change(kind, id, body));
        });
      }}
    >
      {props.children}
      <SavingError saving={saving} />
      <div class="toolbar">
        <button type="submit" class="button main" disabled={saving.isSaving}>
          {id === undefined ? `Add the ${noun}` : `Save the ${noun}`}
        </button>
        <button type="button" class="button" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
