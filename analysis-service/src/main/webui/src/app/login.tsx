import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { apiKey, holdKey } from '../api/identity';
import { canSignIn, logIn, signInAddress } from './caller';
import { SavingError, useSaving } from './form';
import './login.css';

/** Asks for a key where one is needed. What was asked for is shown once it is given. */
export function Login(): JSX.Element {
  const [key, setKey] = useState('');
  // One that was held until now opens nothing any longer.
  const [hadKey] = useState(() => apiKey() !== '');
  const saving = useSaving(() => {});
  const [hasProvider, setProvider] = useState(false);
  useEffect(() => {
    holdKey('');
    document.title = 'Quipu';
    canSignIn().then(setProvider);
  }, []);
  return (
    <main class="login">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save(() => logIn(key.trim()));
        }}
      >
        <h1>
          <img src="/quipu.svg" alt="" /> Quipu
        </h1>
        {hadKey && <p class="notice">The key was revoked or has expired. Give another one to go on.</p>}
        {hasProvider && (
          <a class="button main sign-in" href={signInAddress()}>
            Sign in
          </a>
        )}
        <label class="field">
          <span>{hasProvider ? 'Or an API key' : 'API key'}</span>
          <input
            class="input mono"
            type="password"
            autocomplete="current-password"
            placeholder="qp_…"
            required
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <SavingError saving={saving} />
        <div>
          <button type="submit" class={hasProvider ? 'button' : 'button main'} disabled={saving.isSaving}>
            Log in
          </button>
        </div>
        <p class="soft">
          It is held by this tab alone and goes when that is closed. Administrators make keys on the page
          Access.
        </p>
      </form>
    </main>
  );
}
