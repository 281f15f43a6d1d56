import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type AuditEntry, type Checkpoint, listAudit, listCheckpoints } from '../../api/access';
import { Text } from '../../app/form';
import { useLoad } from '../../app/load';
import { place, setQuery } from '../../app/location';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import { Answer, NothingFound, Panel } from '../../app/states';
import { now, range, rangeParameters } from '../../app/time';
import { download, textFile } from '../../charts/export';
import { dateTime, exact } from '../../text/format';
import { oneLine, visible } from '../../text/visible';

/** Who did what: entries that were added one behind the other, each with the hash of all before it. */
export function Audit(): JSX.Element {
  const actor = place.value.query.get('actor') ?? '';
  const action = place.value.query.get('action') ?? '';
  const { fromMillis, toMillis } = range.value;
  const entries = usePages([actor, action, fromMillis, toMillis].join('\n'), (cursor, signal) =>
    listAudit({ ...rangeParameters(), actor, action }, cursor, { signal }),
  );
  const clear = () => setQuery({ actor: null, action: null });
  return (
    <>
      <Checkpoints />
      <Panel title="Who did what, the newest first" flush>
        <div class="panel-tools">
          <Filter key={`${actor}\n${action}`} actor={actor} action={action} onClear={clear} />
        </div>
        <PagedList
          of={entries}
          what="Reading the audit"
          empty={<NothingFound what="entry" hasQuery={actor !== '' || action !== ''} onClear={clear} />}
        >
          <Entries of={entries.items} />
        </PagedList>
      </Panel>
    </>
  );
}

function Filter(props: { actor: string; action: string; onClear: () => void }): JSX.Element {
  const [actor, setActor] = useState(props.actor);
  const [action, setAction] = useState(props.action);
  return (
    <form
      class="form-row"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ actor: actor.trim(), action: action.trim() });
      }}
    >
      <Text label="Who" value={actor} placeholder="name of a key" onChange={setActor} />
      <Text label="Action" value={action} placeholder="api-key.add" onChange={setAction} />
      <div class="toolbar">
        <button type="submit" class="button main">
          Look
        </button>
        {(props.actor !== '' || props.action !== '') && (
          <button type="button" class="button plain" onClick={props.onClear}>
            Clear
          </button>
        )}
      </div>
    </form>
  );
}

function Entries(props: { of: readonly AuditEntry[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may have to be scrolled can be scrolled by keyboard.
    <section class="scroll-x" aria-label="Entries" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th class="right">No.</th>
            <th>At</th>
            <th>Who</th>
            <th>Action</th>
            <th>Of what</th>
            <th>Outcome</th>
            <th>Hash</th>
          </tr>
        </thead>
        <tbody>
          {props.of.map((entry) => (
            <tr key={entry.sequence}>
              <td class="number right">{entry.sequence}</td>
              <td class="number">{dateTime(Date.parse(entry.at))}</td>
              <td class="name">
                {oneLine(entry.actor, 80)} <span class="soft">{entry.role}</span>
              </td>
              <td class="mono">{visible(entry.action)}</td>
              <td class="name of-what">
                <span class="mono">{oneLine(entry.subject, 120)}</span>{' '}
                <span class="soft">{oneLine(entry.detail ?? '', 300)}</span>
              </td>
              <td>
                <span class={entry.outcome === 'done' ? 'badge good' : 'badge warn'}>
                  {visible(entry.outcome)}
                </span>
              </td>
              <td class="mono" title={entry.hash}>
                {entry.hash.slice(0, 12)}…
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Each signs the whole chain up to it: who keeps one elsewhere can show that nothing before it was changed since. */
function Checkpoints(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listCheckpoints({ signal }));
  return (
    <Panel title="Is the audit whole?">
      <Answer of={load} what="Reading checkpoints">
        {({ checkpoints }) => {
          const latest = checkpoints[0];
          return latest ? (
            <Latest of={latest} all={checkpoints} />
          ) : (
            <p class="soft">No checkpoint was signed yet: the first one comes after the first entries.</p>
          );
        }}
      </Answer>
    </Panel>
  );
}

function Latest(props: { of: Checkpoint; all: readonly Checkpoint[] }): JSX.Element {
  const { of, all } = props;
  const fingerprint = useFingerprint(of.publicKey);
  return (
    <div class="form">
      <dl class="pairs">
        <dt>Signed up to</dt>
        <dd>
          entry {exact(of.sequence)}, {dateTime(Date.parse(of.at))}
        </dd>
        <dt>Hash</dt>
        <dd class="mono">{of.hash}</dd>
        {fingerprint !== '' && (
          <>
            <dt>Key</dt>
            <dd class="mono">SHA-256 {fingerprint}</dd>
          </>
        )}
      </dl>
      <div class="toolbar">
        <button
          type="button"
          class="button"
          onClick={() =>
            download('audit-checkpoints.json', textFile(JSON.stringify(all, null, 2), 'application/json'))
          }
        >
          Save the checkpoints
        </button>
        <span class="soft">Keep them where who runs this Quipu cannot change them.</span>
      </div>
    </div>
  );
}

/** Of a public key in Base64; empty where the browser computes none, as on pages that came without encryption. */
function useFingerprint(publicKey: string): string {
  const [fingerprint, setFingerprint] = useState('');
  useEffect(() => {
    const bytes = Uint8Array.from(atob(publicKey), (character) => character.charCodeAt(0));
    globalThis.crypto?.subtle
      ?.digest('SHA-256', bytes)
      .then((digest) =>
        setFingerprint(
          [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
        ),
      );
  }, [publicKey]);
  return fingerprint;
}
