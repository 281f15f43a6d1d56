import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { add, change, remove } from '../../api/alerts';
import { listScrapeTargets, type ScrapeTarget } from '../../api/components';
import { Check, parsePairs, RemoveButton, SavingError, Text, useSaving, writtenPairs } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { ago, counted, duration } from '../../text/format';
import { oneLine, visible } from '../../text/visible';

/** Pages of metrics that collectors fetch. */
export function ScrapeTargets(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listScrapeTargets({ signal }));
  const [edited, setEdited] = useState<ScrapeTarget | 'new'>();
  const saving = useSaving(load.reload);
  const done = () => {
    setEdited(undefined);
    load.reload();
  };
  return (
    <>
      {edited && (
        <Panel title={edited === 'new' ? 'A new target' : 'Change the target'}>
          <TargetForm
            key={edited === 'new' ? 'new' : edited.id}
            target={edited === 'new' ? undefined : edited}
            onDone={done}
          />
        </Panel>
      )}
      <Panel
        title="Scrape targets"
        flush
        tools={
          <button type="button" class="button main" onClick={() => setEdited('new')}>
            Add a target
          </button>
        }
      >
        <SavingError saving={saving} />
        <Answer of={load} what="Reading targets">
          {(page) =>
            page.targets.length === 0 ? (
              <Empty title="No page is fetched.">
                <p>
                  Add the address of a Prometheus or OpenMetrics page; a collector fetches it from then on.
                </p>
              </Empty>
            ) : (
              <ul class="target-list">
                {page.targets.map((target) => (
                  <li key={target.id}>
                    <div class="toolbar">
                      <TargetState target={target} />
                      <strong class="wrap grow">{oneLine(target.url, 300)}</strong>
                      <span class="soft number">every {duration(target.intervalMillis * 1e6)}</span>
                      <button type="button" class="button" onClick={() => setEdited(target)}>
                        Change
                      </button>
                      <RemoveButton
                        what={oneLine(target.url, 100)}
                        isDisabled={saving.isSaving}
                        onRemove={() => saving.save(() => remove('scrape/targets', target.id))}
                      />
                    </div>
                    <p class="soft wrap">
                      {visible(target.job)} {visible(target.instance)}{' '}
                      {oneLine(writtenPairs(target.labels), 200)}
                    </p>
                    {target.state && (
                      <p class="soft wrap">
                        {counted(target.state.samples, 'sample')} in{' '}
                        {duration(target.state.durationMillis * 1e6)},{' '}
                        {ago(Date.parse(target.state.scrapedAt), now.value)}
                        {target.state.error ? `: ${visible(target.state.error)}` : ''}
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
    </>
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
  const [job, setJob] = useState(target?.job ?? '');
  const [instance, setInstance] = useState(target?.instance ?? '');
  const [labels, setLabels] = useState(writtenPairs(target?.labels ?? {}));
  const [enabled, setEnabled] = useState(target?.enabled ?? true);
  const [honorLabels, setHonorLabels] = useState(target?.honorLabels ?? false);
  const saving = useSaving(props.onDone);
  const submit = (event: Event) => {
    event.preventDefault();
    saving.save(async () => {
      const pairs = parsePairs(labels);
      if (!pairs) {
        throw new Error('Labels: expected key=value, separated by commas.');
      }
      const body = {
        url: url.trim(),
        intervalMillis: Number(interval),
        ...(job.trim() === '' ? {} : { job: job.trim() }),
        ...(instance.trim() === '' ? {} : { instance: instance.trim() }),
        labels: pairs,
        enabled,
        honorLabels,
        ...(target ? { version: target.version } : {}),
      };
      await (target ? change('scrape/targets', target.id, body) : add('scrape/targets', body));
    });
  };
  return (
    <form class="form" onSubmit={submit}>
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
      </div>
      <div class="form-row">
        <Text label="service.name" value={job} placeholder="the host" onChange={setJob} />
        <Text
          label="service.instance.id"
          value={instance}
          placeholder="host and port"
          onChange={setInstance}
        />
        <Text
          label="Further attributes"
          value={labels}
          placeholder="team=shop, zone=a"
          onChange={setLabels}
        />
      </div>
      <div class="toolbar">
        <Check label="fetched" checked={enabled} onChange={setEnabled} />
        <Check label="labels of the page win" checked={honorLabels} onChange={setHonorLabels} />
      </div>
      <SavingError saving={saving} />
      <div class="toolbar">
        <button type="submit" class="button main" disabled={saving.isSaving}>
          {target ? 'Save the target' : 'Add the target'}
        </button>
        <button type="button" class="button" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
