import type { ComponentChildren, JSX } from 'preact';
import { ServiceTag } from '../../charts/service-tag';
import { Sparkline } from '../../charts/sparkline';
import { exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';

/** A pattern as a line shows it, wherever it was learnt. */
export interface Pattern {
  readonly key: string;
  readonly component: string;
  readonly text: string;
  readonly sample: string;
  readonly records: number;
  readonly errors: number;
  /** In as long a time just before. */
  readonly recordsBefore?: number;
  readonly trend: readonly number[];
  /** Where its records are. */
  readonly href: string;
  readonly badges?: ComponentChildren;
}

export function PatternTable(props: { patterns: readonly Pattern[] }): JSX.Element {
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th class="right">Records</th>
            <th>Trend</th>
            <th>Component</th>
            <th>Pattern</th>
          </tr>
        </thead>
        <tbody>
          {props.patterns.map((pattern) => (
            <Line key={pattern.key} pattern={pattern} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line(props: { pattern: Pattern }): JSX.Element {
  const { pattern } = props;
  return (
    <tr>
      <td class="right number">
        {exact(pattern.records)}
        {pattern.errors > 0 && (
          <div class="error-text">{percent(pattern.errors / pattern.records)} errors</div>
        )}
        {pattern.recordsBefore !== undefined && <div class="soft">{exact(pattern.recordsBefore)} before</div>}
      </td>
      <td>
        <Sparkline
          values={pattern.trend}
          label="Records over time"
          color={pattern.errors > 0 ? '--error' : '--series-1'}
        />
      </td>
      <td class="pattern-owner">
        <ServiceTag name={pattern.component} />
      </td>
      <td class="pattern">
        {pattern.badges}
        <a class="mono" href={pattern.href}>
          {oneLine(pattern.text, 400) || '(empty)'}
        </a>
        <div class="mono soft">{oneLine(pattern.sample, 200)}</div>
      </td>
    </tr>
  );
}
