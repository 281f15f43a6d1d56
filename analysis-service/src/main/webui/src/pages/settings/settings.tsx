import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { tenant } from '../../api/identity';
import { caller, may } from '../../app/caller';
import { Select } from '../../app/form';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Panel } from '../../app/states';
import { Tabs } from '../../app/tabs';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../app/theme';
import { LegalHolds } from './legal-holds';
import { Limits } from './limits';
import { Redaction } from './redaction';
import { Retention } from './retention';
import { ScrapeTargets } from './scrape-targets';
import { Webhooks } from './webhooks';
import './settings.css';

const TABS = [
  ['scrape', 'Scrape targets', 'reader'],
  ['retention', 'Retention', 'admin'],
  ['holds', 'Legal holds', 'admin'],
  ['redaction', 'Redaction', 'admin'],
  ['limits', 'Limits', 'admin'],
  ['webhooks', 'Webhooks', 'reader'],
  ['page', 'This page', 'reader'],
] as const;

export default function SettingsPage(_props: PageProps): JSX.Element {
  const tabs = TABS.filter(([, , role]) => may(role)).map(([name, title]) => [name, title] as const);
  const [tab] = tabs.find(([name]) => name === place.value.query.get('tab')) ?? TABS[0];
  return (
    <>
      <Tabs
        label="Parts of the page"
        value={tab}
        tabs={tabs}
        onChange={(next) => setQuery({ tab: next === 'scrape' ? null : next, edit: null })}
      />
      {tab === 'scrape' && <ScrapeTargets />}
      {tab === 'retention' && <Retention />}
      {tab === 'holds' && <LegalHolds />}
      {tab === 'redaction' && <Redaction />}
      {tab === 'limits' && <Limits />}
      {tab === 'webhooks' && (
        <>
          <Webhooks />
          <p class="soft">
            Which alerts they are told of is said by the <a href={href('/alerts', { tab: 'rules' })}>rules</a>
            .
          </p>
        </>
      )}
      {tab === 'page' && <ThisPage />}
    </>
  );
}

function ThisPage(): JSX.Element {
  const [name, setName] = useState(tenant);
  return (
    <Panel title="Kept in this browser only">
      <form
        class="form narrow"
        onSubmit={(event) => {
          event.preventDefault();
          localStorage.setItem('quipu.tenant', name.trim());
          // Everything that is shown is of the tenant before.
          window.location.assign('/');
        }}
      >
        <Select
          label="Theme"
          value={themeChoice.value}
          options={[
            ['system', "the system's"],
            ['dark', 'dark'],
            ['light', 'light'],
          ]}
          onChange={(choice) => chooseTheme(choice as ThemeChoice)}
        />
        {caller.value?.authentication !== 'keys' && (
          <label class="field">
            <span>Tenant</span>
            <input
              class="input"
              value={name}
              placeholder="default"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
        )}
        {caller.value?.authentication !== 'keys' && (
          <div>
            <button type="submit" class="button">
              Use this tenant
            </button>
          </div>
        )}
      </form>
      <h3>Keys</h3>
      <dl class="pairs">
        <dt>/</dt>
        <dd>type a search</dd>
        <dt>arrow keys</dt>
        <dd>
          move in the waterfall, the heat map, the service map and offers; with Shift they stretch the box of
          the heat map
        </dd>
        <dt>left, right</dt>
        <dd>close and open a span in the waterfall</dd>
        <dt>+ and −</dt>
        <dd>zoom the small picture of a trace and the service map</dd>
        <dt>0</dt>
        <dd>shows the whole service map</dd>
      </dl>
    </Panel>
  );
}
