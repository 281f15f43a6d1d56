import type { JSX } from 'preact';
import { place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Tabs } from '../../app/tabs';
import { ApiKeys } from './api-keys';
import { Audit } from './audit';
import { Encryption } from './encryption';
import { Erasures } from './erasures';
import './access.css';

const TABS = [
  ['keys', 'API keys'],
  ['audit', 'Audit'],
  ['erasures', 'Erasures'],
  ['encryption', 'Encryption'],
] as const;

/** Who may ask, who did what, what was erased, and with which keys records are encrypted. */
export default function AccessPage(_props: PageProps): JSX.Element {
  const [tab] = TABS.find(([name]) => name === place.value.query.get('tab')) ?? TABS[0];
  return (
    <>
      <Tabs
        label="Parts of the page"
        value={tab}
        tabs={TABS}
        onChange={(next) => setQuery({ tab: next === 'keys' ? null : next, actor: null, action: null })}
      />
      {tab === 'keys' && <ApiKeys />}
      {tab === 'audit' && <Audit />}
      {tab === 'erasures' && <Erasures />}
      {tab === 'encryption' && <Encryption />}
    </>
  );
}
