import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** Parts of a page of which one is shown. Arrow keys go from one to the next, as everywhere. */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  tabs: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const at = props.tabs.findIndex(([name]) => name === props.value);
  const onKeyDown = (event: KeyboardEvent) => {
    const size = props.tabs.length;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % size,
      ArrowLeft: (at + size - 1) % size,
      Home: 0,
      End: size - 1,
    };
    const next = steps[event.key];
    const tab = next === undefined ? undefined : props.tabs[next];
    if (tab) {
      event.preventDefault();
      props.onChange(tab[0]);
      list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next ?? 0]?.focus();
    }
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
      {props.tabs.map(([name, title]) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === props.value}
          tabIndex={name === props.value ? 0 : -1}
          onClick={() => props.onChange(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
