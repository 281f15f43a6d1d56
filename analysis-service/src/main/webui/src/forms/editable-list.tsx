import type { ComponentChildren, JSX } from 'preact';
import { type Editable, remove } from '../api/alerts';
import { may } from '../app/caller';
import { RemoveButton, type Saving, SavingError, useSaving } from '../app/form';
import { useLoad } from '../app/load';
import { place, setQuery } from '../app/location';
import { Answer, Panel } from '../app/states';
import { now } from '../app/time';
import { oneLine } from '../text/visible';
import './forms.css';

/** What of it is for administrators alone. */
const ADMINISTERED: readonly Editable[] = ['redaction-rules', 'retention-rules'];

interface Item {
  readonly id: number;
}

/** Things that people make, change and take away: a list, and a form above it for the one that the address names. */
export function EditableList<T extends Item>(props: {
  title: string;
  kind: Editable;
  noun: string;
  list: (signal: AbortSignal) => Promise<readonly T[]>;
  nameOf: (item: T) => string;
  empty: ComponentChildren;
  form: (item: T | undefined, onDone: () => void) => JSX.Element;
  /** A line of the list; the buttons, of who may change it, belong at the end of its first row. */
  children: (item: T, buttons: JSX.Element | null, saving: Saving) => ComponentChildren;
}): JSX.Element {
  const { kind, noun, nameOf } = props;
  const load = useLoad(String(now.value), props.list);
  const saving = useSaving(load.reload);
  const wanted = place.value.query.get('edit');
  const edited = load.data?.find((item) => String(item.id) === wanted);
  const edit = (what: string | null) => setQuery({ edit: what });
  const done = () => {
    edit(null);
    load.reload();
  };
  const mayChange = may(ADMINISTERED.includes(kind) ? 'admin' : 'analyst');
  const buttons = (item: T) =>
    mayChange ? (
      <>
        <button type="button" class="button" onClick={() => edit(String(item.id))}>
          Change
        </button>
        <RemoveButton
          what={oneLine(nameOf(item), 60)}
          isDisabled={saving.isSaving}
          onRemove={() => saving.save(() => remove(kind, item.id))}
        />
      </>
    ) : null;
  return (
    <>
      {mayChange && wanted === 'new' && <Panel title={`A new ${noun}`}>{props.form(undefined, done)}</Panel>}
      {mayChange && edited && (
        <Panel key={edited.id} title={`Change ${oneLine(nameOf(edited), 100)}`}>
          {props.form(edited, done)}
        </Panel>
      )}
      <Panel
        title={props.title}
        flush
        tools={
          mayChange && (
            <button type="button" class="button main" onClick={() => edit('new')}>
              Add a {noun}
            </button>
          )
        }
      >
        <SavingError saving={saving} />
        <Answer of={load} what={`Reading ${props.title.toLowerCase()}`}>
          {(items) =>
            items.length === 0 ? (
              props.empty
            ) : (
              <ul class="item-list">
                {items.map((item) => (
                  <li key={item.id}>{props.children(item, buttons(item), saving)}</li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
    </>
  );
}
