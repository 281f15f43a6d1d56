import type { JSX } from 'preact';
import { type LedgerAccount, reconcile } from '../../api/ledger';
import { Check, Select } from '../../app/form';
import { useLoad } from '../../app/load';
import { place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ago, exact, percent } from '../../text/format';
import { visible } from '../../text/visible';
import { FateOfTrace } from './fate';
import { Flow } from './flow';
import { Lines } from './lines';
import './ledger.css';

const SIGNALS = [
  ['', 'all signals'],
  ['traces', 'traces'],
  ['logs', 'logs'],
  ['metrics', 'metrics'],
] as const;

/** Where did my records go: from what was produced to what was analysed, every difference by its name. */
export default function LedgerPage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const [signal, service, infer] = [
    query.get('signal') ?? '',
    query.get('service') ?? '',
    query.get('infer') === '1',
  ];
  const of = range.value;
  const load = useLoad(JSON.stringify([signal, service, infer, of]), (abort) =>
    reconcile({ signal, service, infer, groupBy: 'signal,component' }, of, { signal: abort }),
  );
  return (
    <>
      <FateOfTrace />
      <Panel
        title="From produced to analysed"
        tools={
          <div class="toolbar ledger-tools">
            <Select
              label="Signal"
              value={signal}
              options={SIGNALS}
              onChange={(value) => setQuery({ signal: value }, { replace: true })}
            />
            <label class="field">
              <span>Service</span>
              <input
                class="input"
                value={service}
                placeholder="all"
                onChange={(event) => setQuery({ service: event.currentTarget.value }, { replace: true })}
              />
            </label>
            <Check
              label="infer lost parents"
              checked={infer}
              onChange={(checked) => setQuery({ infer: checked ? 1 : null }, { replace: true })}
            />
          </div>
        }
      >
        <Answer of={load} what="Reading the ledger">
          {(ledger) => (
            <>
              <Flow counts={ledger.total.counts} />
              <Account account={ledger.total} />
              <p class="soft">
                Everything acknowledged up to {ago(Date.parse(ledger.watermark), now.value)} is counted.
              </p>
            </>
          )}
        </Answer>
      </Panel>
      <Answer of={load}>{(ledger) => <Lines lines={ledger.lines} />}</Answer>
    </>
  );
}

function Account(props: { account: LedgerAccount }): JSX.Element {
  const { account } = props;
  return (
    <div class="account">
      <div>
        <h3>Differences</h3>
        {account.open.length === 0 ? (
          <p class="good-text">None: what was produced is what was analysed.</p>
        ) : (
          <ul class="differences">
            {account.open.map((one) => (
              <li key={one.name}>
                <strong class="number">{exact(one.records)}</strong> <code>{visible(one.name)}</code>
                <p class="soft wrap">{visible(one.meaning)}</p>
              </li>
            ))}
          </ul>
        )}
        {account.counts.notes.map((note) => (
          <p key={note} class="soft wrap">
            {visible(note)}
          </p>
        ))}
      </div>
      <div>
        <h3>Rates</h3>
        <dl class="pairs">
          {account.rates.map((rate) => (
            <>
              <dt>{rate.name}</dt>
              <dd class="number">
                {percent(rate.value)}: {exact(rate.numerator.records)} of {exact(rate.denominator.records)}
              </dd>
            </>
          ))}
        </dl>
        <h3>Equations</h3>
        <ul>
          {account.equations.map((equation) => (
            <li key={equation.name} class={equation.holds ? 'soft wrap' : 'error-text wrap'}>
              {equation.holds ? '✓' : `✗ off by ${exact(equation.difference)}:`} {equation.name}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
