import type { JSX } from 'preact';
import { type Rate, readRates } from '../../api/ledger';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ago, exact, percent } from '../../text/format';

const TOLD: Readonly<Record<Rate['name'], string>> = {
  R_collect: 'collected of what was produced',
  R_store: 'stored of what was collected',
  R_analyze: 'analysed of what was stored',
};

/** The three rates with the counts they are made of, and a name for all that is missing. */
export function Rates(): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify(of), (signal) => readRates(of, { signal }));
  return (
    <Panel title="Where the records are" tools={<a href={href('/ledger')}>Ledger</a>}>
      <Answer of={load} what="Reading the ledger">
        {(rates) => (
          <>
            <div class="rates">
              {rates.rates.map((rate) => (
                <OneRate key={rate.name} rate={rate} />
              ))}
            </div>
            <p class="soft">
              Everything acknowledged up to {ago(Date.parse(rates.watermark), now.value)} is counted.{' '}
              {rates.notes.join(' ')}
            </p>
          </>
        )}
      </Answer>
    </Panel>
  );
}

function OneRate(props: { rate: Rate }): JSX.Element {
  const { rate } = props;
  const missing = rate.differences.filter((difference) => difference.records !== 0);
  return (
    <div class="rate">
      <h3>{rate.name}</h3>
      <p class={missing.length === 0 ? 'rate-value' : 'rate-value some-missing'}>{percent(rate.value)}</p>
      <p class="soft">
        <span class="number">
          {exact(rate.numerator.records)} of {exact(rate.denominator.records)}
        </span>{' '}
        {TOLD[rate.name]}
      </p>
      <ul class="soft evidence">
        {rate.evidence
          .filter((evidence) => evidence.records > 0)
          .map((evidence) => (
            <li key={evidence.kind}>
              {exact(evidence.records)} {evidence.kind}
            </li>
          ))}
      </ul>
      {missing.map((difference) => (
        <p key={difference.name + difference.reason} class="error-text">
          {exact(difference.records)} {difference.name} {difference.reason}
        </p>
      ))}
    </div>
  );
}
