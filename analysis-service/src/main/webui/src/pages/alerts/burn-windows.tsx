import type { JSX } from 'preact';
import { Text } from '../../app/form';
import type { BurnDraft } from './rule-draft';

const NEW: BurnDraft = { longSeconds: '3600', shortSeconds: '300', burnRate: '14.4' };

/** How fast a budget may burn: too fast is over both windows of one of these. */
export function BurnWindows(props: {
  windows: readonly BurnDraft[];
  onChange: (windows: readonly BurnDraft[]) => void;
}): JSX.Element {
  const { windows, onChange } = props;
  const set = (at: number, part: Partial<BurnDraft>) =>
    onChange(windows.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <fieldset class="rows-field">
      <legend>It burns too fast when it is over both windows of one of these</legend>
      {windows.length === 0 && <p>The three of the Google SRE workbook.</p>}
      {windows.map((window, at) => (
        <div key={at} class="burn-row">
          <Text
            label="Long window (s)"
            type="number"
            value={window.longSeconds}
            required
            onChange={(longSeconds) => set(at, { longSeconds })}
          />
          <Text
            label="Short window (s)"
            type="number"
            value={window.shortSeconds}
            required
            onChange={(shortSeconds) => set(at, { shortSeconds })}
          />
          <Text
            label="Burn rate"
            type="number"
            value={window.burnRate}
            required
            onChange={(burnRate) => set(at, { burnRate })}
          />
          <button
            type="button"
            class="button plain"
            aria-label={`Take windows ${at + 1} away`}
            onClick={() => onChange(windows.filter((_, place) => place !== at))}
          >
            ✕
          </button>
        </div>
      ))}
      <button type="button" class="button" onClick={() => onChange([...windows, NEW])}>
        Add windows
      </button>
    </fieldset>
  );
}
