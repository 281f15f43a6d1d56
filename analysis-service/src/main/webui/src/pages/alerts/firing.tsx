import type { JSX } from 'preact';
import { type Alert, listAlerts } from '../../api/alerts';
import { may } from '../../app/caller';
import { writtenPairs } from '../../app/form';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { ago } from '../../text/format';
import { oneLine, visible } from '../../text/visible';

const RANK: Readonly<Record<Alert['state'], number>> = { firing: 0, pending: 1, resolved: 2 };

export function StateOfAlert(props: { alert: Alert }): JSX.Element {
  const { state, isSilenced } = props.alert;
  return (
    <>
      <span class={state === 'firing' ? 'badge error' : state === 'pending' ? 'badge warn' : 'badge good'}>
        {state}
      </span>{' '}
      {isSilenced && <span class="badge">silenced</span>}
    </>
  );
}

export function FiringAlerts(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listAlerts({ signal }));
  return (
    <Panel title="Alerts" flush>
      <Answer of={load} what="Reading alerts">
        {(page) =>
          page.alerts.length === 0 ? (
            <Empty title="No rule has an alert.">
              <a class="button" href={href('/alerts', { tab: 'rules' })}>
                Rules
              </a>
            </Empty>
          ) : (
            <ul class="alert-list">
              {[...page.alerts]
                .sort((a, b) => RANK[a.state] - RANK[b.state])
                .map((alert) => (
                  <AlertLine key={`${alert.ruleId} ${alert.series}`} alert={alert} />
                ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function AlertLine(props: { alert: Alert }): JSX.Element {
  const { alert } = props;
  const { alertname, severity, service, ...rest } = alert.labels;
  return (
    <li>
      <div class="toolbar">
        <StateOfAlert alert={alert} />
        <strong class="wrap grow">{oneLine(alertname ?? '', 160)}</strong>
        {severity && <span class="badge">{visible(severity)}</span>}
        <span class="soft number">since {ago(Date.parse(alert.startsAt), now.value)}</span>
        {service && (
          <a class="button" href={href(`/service/${encodeURIComponent(service)}`)}>
            {oneLine(service, 60)}
          </a>
        )}
        {may('analyst') && (
          <a class="button" href={href('/alerts', { tab: 'silences', matchers: writtenPairs(alert.labels) })}>
            Silence
          </a>
        )}
      </div>
      <p class="wrap">{visible(alert.summary)}</p>
      <p class="soft wrap">{oneLine(writtenPairs(rest), 300)}</p>
    </li>
  );
}
