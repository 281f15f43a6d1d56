import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { explainByAttributes, type TellingValue } from '../../api/explain';
import { useLoad } from '../../app/load';
import { href, setQuery } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { range } from '../../app/time';
import type { HeatMapBox } from '../../charts/heat-map-layout';
import { and } from '../../query/language';
import { counted, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { durationsOf } from './box';
import './findings.css';

const SHOWN_AT_FIRST = 8;

/** What is different about the spans of a box, against all others of the search and time. */
export function Difference(props: { q: string; box: HeatMapBox; onClose: () => void }): JSX.Element {
  const { q, box } = props;
  const of = range.value;
  const load = useLoad(JSON.stringify([q, box, of]), (signal) =>
    explainByAttributes(
      'traces',
      {
        q,
        selected: durationsOf(box),
        selectedRange: { fromMillis: box.fromMillis, toMillis: box.toMillis },
      },
      of,
      signal,
    ),
  );
  return (
    <Panel
      title="What is different about these"
      tools={
        <button type="button" class="button plain" aria-label="Close" onClick={props.onClose}>
          ✕
        </button>
      }
    >
      <Answer of={load} what="Counting every value of every attribute">
        {(explanation) => (
          <>
            <p class="soft">
              {counted(explanation.selected, 'selected span')} against {counted(explanation.rest, 'other')};{' '}
              {counted(explanation.tested, 'value')} tested.
            </p>
            {explanation.selected === 0 ? (
              <Empty title="No span lies in the box." />
            ) : explanation.findings.length === 0 ? (
              <Empty title="Nothing tells them apart by more than chance.">
                <p>What makes them slow may be in the spans that they call.</p>
                <a class="button" href={href('/compare', comparison(q, box))}>
                  Which calls make them differ
                </a>
              </Empty>
            ) : (
              <Findings
                findings={explanation.findings}
                onFilter={(condition) => setQuery({ q: and(q, condition), box: null })}
              />
            )}
            {explanation.notAllTested.length > 0 && (
              <p class="soft wrap">
                Too many values to test all:{' '}
                {explanation.notAllTested.map((field) => oneLine(field, 80)).join(', ')}.
              </p>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}

/** The traces of the box against those of the others of the same search. */
function comparison(q: string, box: HeatMapBox): { base: string; other: string } {
  return { base: and(q, `!(${durationsOf(box)})`), other: and(q, durationsOf(box)) };
}

/** Values with their share on both sides, the most telling first. */
export function Findings(props: {
  findings: readonly TellingValue[];
  onFilter?: (condition: string) => void;
  /** The time of the records, when it is not that of the page. */
  time?: { readonly from: string; readonly to: string };
}): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  // What the selected ones have comes before what they lack, which as a rule says the same once more.
  const sorted = [...props.findings].sort((a, b) => Number(b.difference > 0) - Number(a.difference > 0));
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN_AT_FIRST);
  return (
    <ol class="findings">
      {shown.map((finding) => (
        <li key={finding.search}>
          <code class="wrap">{oneLine(finding.conditions.join(' && '), 300)}</code>
          <Shares finding={finding} />
          <div class="toolbar">
            <a href={href('/traces', { q: finding.search, ...props.time })}>
              {counted(finding.selected + finding.rest, 'span')}
            </a>
            {props.onFilter && (
              <button
                type="button"
                class="button plain"
                onClick={() => props.onFilter?.(finding.conditions.join(' && '))}
              >
                Only these
              </button>
            )}
          </div>
        </li>
      ))}
      {props.findings.length > shown.length && (
        <li>
          <button type="button" class="button" onClick={() => setWhole(true)}>
            {props.findings.length - shown.length} more
          </button>
        </li>
      )}
    </ol>
  );
}

function Shares(props: { finding: TellingValue }): JSX.Element {
  const { selectedShare, restShare } = props.finding;
  return (
    <div class="shares">
      <span>selected</span>
      <span class="meter path">
        <span style={{ width: `${selectedShare * 100}%` }} />
      </span>
      <span class="number">{percent(selectedShare)}</span>
      <span>others</span>
      <span class="meter rest">
        <span style={{ width: `${restShare * 100}%` }} />
      </span>
      <span class="number">{percent(restShare)}</span>
    </div>
  );
}
