import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clock, dateTime, shortTime } from '../text/format';
import {
  now,
  parseInstant,
  parseSpan,
  RELATIVE_RANGES,
  range,
  refresh,
  relative,
  showRange,
  showRelative,
} from './time';
import './time-picker.css';

const AUTOMATIC = [0, 10, 30, 60] as const;

/** Chooses the time that the whole page is about: relative, absolute, or moved by its own length. */
export function TimePicker(): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { fromMillis, toMillis } = range.value;
  const length = toMillis - fromMillis;
  const shift = (by: number) => showRange(fromMillis + by * length, toMillis + by * length);

  useEffect(() => {
    if (!isOpen) {
      return;
    }
    const close = (event: Event) => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey ? event.key === 'Escape' : !root.current?.contains(event.target as Node)) {
        setOpen(false);
        if (isKey) {
          root.current?.querySelector<HTMLElement>('.time-button')?.focus();
        }
      }
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [isOpen]);

  const label = relative.value
    ? `Last ${relative.value}`
    : `${shortTime(fromMillis, now.value)} – ${shortTime(toMillis, now.value)}`;
  return (
    <div class="time-picker" ref={root}>
      <button
        type="button"
        class="button plain"
        aria-label="Earlier"
        title="Earlier"
        onClick={() => shift(-0.5)}
      >
        ‹
      </button>
      <button
        type="button"
        class="button time-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span class="hidden-but-read">Time: </span>
        {label}
      </button>
      <button type="button" class="button plain" aria-label="Later" title="Later" onClick={() => shift(0.5)}>
        ›
      </button>
      <Refresh />
      {isOpen && <TimeDialog onDone={() => setOpen(false)} />}
    </div>
  );
}

function Refresh(): JSX.Element {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (seconds === 0) {
      return;
    }
    const timer = window.setInterval(
      () => document.visibilityState === 'visible' && refresh(),
      seconds * 1000,
    );
    return () => window.clearInterval(timer);
  }, [seconds]);
  return (
    <>
      <button type="button" class="button" onClick={refresh} title={`Shown as of ${clock(now.value)}`}>
        Refresh
      </button>
      <select
        class="select automatic"
        aria-label="Refresh by itself"
        value={String(seconds)}
        onChange={(event) => setSeconds(Number(event.currentTarget.value))}
      >
        {AUTOMATIC.map((every) => (
          <option key={every} value={String(every)}>
            {every === 0 ? 'off' : `${every} s`}
          </option>
        ))}
      </select>
    </>
  );
}

function TimeDialog(props: { onDone: () => void }): JSX.Element {
  const { fromMillis, toMillis } = range.value;
  const [from, setFrom] = useState(dateTime(fromMillis));
  const [to, setTo] = useState(dateTime(toMillis));
  const [custom, setCustom] = useState('');
  const [problem, setProblem] = useState('');

  const apply = (event: Event) => {
    event.preventDefault();
    const [begin, end] = [parseInstant(from), parseInstant(to)];
    if (begin === undefined || end === undefined || begin >= end) {
      setProblem('Expected two times such as 2026-01-31 14:00:00, the earlier first.');
    } else {
      showRange(begin, end);
      props.onDone();
    }
  };
  const applyCustom = (event: Event) => {
    event.preventDefault();
    if (parseSpan(custom) === undefined) {
      setProblem('Expected a length such as 45m, 8h or 3d.');
    } else {
      showRelative(custom.trim());
      props.onDone();
    }
  };
  return (
    <div class="time-dialog" role="dialog" aria-label="Choose a time">
      <div class="lengths">
        {RELATIVE_RANGES.map((length) => (
          <button
            key={length}
            type="button"
            class={length === relative.value ? 'button main' : 'button'}
            onClick={() => {
              showRelative(length);
              props.onDone();
            }}
          >
            {length}
          </button>
        ))}
      </div>
      <form class="toolbar" onSubmit={applyCustom}>
        <label class="field grow">
          <span>Another length up to now</span>
          <input
            class="input"
            value={custom}
            placeholder="45m"
            onInput={(e) => setCustom(e.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Show
        </button>
      </form>
      <form class="form" onSubmit={apply}>
        <label class="field">
          <span>From (local time, or RFC 3339)</span>
          <input class="input mono" value={from} onInput={(e) => setFrom(e.currentTarget.value)} />
        </label>
        <label class="field">
          <span>To</span>
          <input class="input mono" value={to} onInput={(e) => setTo(e.currentTarget.value)} />
        </label>
        {problem !== '' && (
          <p class="error-text" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button main">
          Show this time
        </button>
      </form>
    </div>
  );
}
