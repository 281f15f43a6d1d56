import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { listScrapeTargets, type ScrapeTarget } from '../../api/components';
import { Check, Text, writtenPairs } from '../../app/form';
import { Empty } from '../../app/states';
import { now } from '../../app/time';
import { EditForm } from '../../forms/edit-form';
import { EditableList } from '../../forms/editable-list';
import { pairsOf, recordOf } from '../../forms/pairs';
import { PairsField } from '../../forms/pairs-field';
import { ago, counted, duration } from '../../text/format';
import { oneLine, visible } from '../../text/visible';

/** Pages of metrics that collectors fetch. */
export function ScrapeTargets(): JSX.Element {
  return (
    <EditableList
      title="Scrape targets"
      kind="scrape/targets"
      noun="target"
      list={async (signal) => (await listScrapeTargets({ signal })).targets}
      nameOf={(target) => target.url}
      empty={
        <Empty title="No page is fetched.">
          <p>Add the address of a Prometheus or OpenMetrics page; a collector fetches it from then on.</p>
        </Empty>
      }
      form={(target, onDone) => <TargetForm target={target} onDone={onDone} />}
    >
      {(target, buttons) => (
        <>
          <div class="toolbar">
            <TargetState target={target} />
            <strong class="wrap grow">{oneLine(target.url, 300)}</strong>
            <span class="soft number">every {duration(target.intervalMillis * 1e6)}</span>
            {buttons}
          </div>
          <p class="soft wrap">
            {visible(target.job)} {visible(target.instance)} {oneLine(writtenPairs(target.labels), 200)}
          </p>
          {target.state && (
            <p class="soft wrap">
              {counted(target.state.samples, 'sample')} in {duration(target.state.durationMillis * 1e6)},{' '}
              {ago(Date.parse(target.state.scrapedAt), now.value)}
              {target.state.error ? `: ${visible(target.state.error)}` : ''}
            </p>
          )}
        </>
      )}
    </EditableList>
  );
}

function TargetState(props: { target: ScrapeTarget }): JSX.Element {
  const { enabled, state } = props.target;
  if (!enabled) {
    return <span class="badge">off</span>;
  }
  if (!state) {
    return <span class="badge warn">not fetched yet</span>;
  }
  return <span class={state.up ? 'badge good' : 'badge error'}>{state.up ? 'up' : 'down'}</span>;
}

function TargetForm(props: { target: ScrapeTarget | undefined; onDone: () => void }): JSX.Element {
  const { target } = props;
  const [url, setUrl] = useState(target?.url ?? '');
  const [interval, setInterval] = useState(String(target?.intervalMillis ?? 1000));
  const [timeout, setTimeout] = useState(String(target?.timeoutMillis ?? ''));
  const [job, setJob] = useState(target?.job ?? '');
  const [instance, setInstance] = useState(target?.instance ?? '');
  const [labels, setLabels] = useState(() => pairsOf(target?.labels));
  const [enabled, setEnabled] = useState(target?.enabled ?? true);
  const [honorLabels, setHonorLabels] = useState(target?.honorLabels ?? false);
  const body = () => ({
    url: url.trim(),
    intervalMillis: Number(interval),
    ...(timeout.trim() === '' ? {} : { timeoutMillis: Number(timeout) }),
    ...(job.trim() === '' ? {} : { job: job.trim() }),
    ...(instance.trim() === '' ? {} : { instance: instance.trim() }),
    labels: recordOf('Further attributes', labels),
    enabled,
    honorLabels,
    ...(target ? { version: target.version } : {}),
  });
  return (
    <EditForm kind="scrape/targets" noun="target" id={target?.id} body={body} onDone={props.onDone}>
      <div class="form-row">
        <Text
          label="Address of the page"
          type="url"
          value={url}
          placeholder="http://host:9090/metrics"
          required
          onChange={setUrl}
        />
        <Text label="Fetched every (ms)" type="number" value={interval} onChange={setInterval} />
        <Text
          label="Given up after (ms)"
          type="number"
          value={timeout}
          placeholder="the interval"
          onChange={setTimeout}
        />
      </div>
      <div class="form-row">
        <Text label="service.name" value={job} placeholder="the host" onChange={setJob} />
        <Text
          label="service.instance.id"
          value={instance}
          placeholder="host and port"
          onChange={setInstance}
        />
      </div>
      <PairsField legend="Further attributes" noun="attribute" pairs={labels} onChange={setLabels} />
      <div class="toolbar">
        <Check label="fetched" checked={enabled} onChange={setEnabled} />
        <Check label="labels of the page win" checked={honorLabels} onChange={setHonorLabels} />
      </div>
    </EditForm>
  );
}
