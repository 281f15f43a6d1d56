import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { refusal } from '../api/identity';
import { oneLine } from '../text/visible';
import { caller, logOut, may } from './caller';
import { href, path } from './location';
import { Login } from './login';
import { clockMillis, slowRequests } from './progress';
import { CurrentPage, ROUTES, type Route, routeOf } from './routes';
import { chooseTheme, theme } from './theme';
import { TimePicker } from './time-picker';
import { pageTitle } from './title';

/** Pages that are not in the menu are reached from one that is. */
const MENU_OF: Readonly<Record<string, string>> = {
  '/trace': '/traces',
  '/compare': '/traces',
  '/service': '/services',
};

/** The page, or the question for a key where it takes one. */
export function Frame(): JSX.Element {
  return refusal.value === undefined ? <Shell /> : <Login />;
}

function Shell(): JSX.Element {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const route = routeOf(path.value);
  const title = pageTitle.value ?? route?.title ?? 'Not found';

  // Going to another page closes the menu.
  useEffect(() => setMenuOpen(false), [path.value]);
  useEffect(() => (isMenuOpen ? closedByAnythingElse(() => setMenuOpen(false)) : undefined), [isMenuOpen]);
  useEffect(() => {
    document.title = `${title} · Quipu`;
  }, [title]);

  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <Menu route={route} isOpen={isMenuOpen} />
      <div>
        <header class="top">
          <button
            type="button"
            class="button menu-button"
            aria-expanded={isMenuOpen}
            aria-label="Menu"
            onClick={() => setMenuOpen(!isMenuOpen)}
          >
            ☰
          </button>
          <h1>{title}</h1>
          <TimePicker />
        </header>
        <main id="main" class="page" tabIndex={-1}>
          <CurrentPage />
        </main>
      </div>
      <RunningRequests />
    </div>
  );
}

/** A menu that lies over the page is closed by Escape and by a click beside it. */
function closedByAnythingElse(close: () => void): () => void {
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
  const onClick = (event: Event) => !(event.target as Element).closest('.side, .menu-button') && close();
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  return () => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('click', onClick);
  };
}

function Menu(props: { route: Route | undefined; isOpen: boolean }): JSX.Element {
  const current = props.route && (MENU_OF[props.route.path] ?? props.route.path);
  return (
    <div class={props.isOpen ? 'side open' : 'side'}>
      <nav aria-label="Pages">
        <a class="brand" href={href('/')}>
          <img src="/quipu.svg" alt="" />
          Quipu
        </a>
        {ROUTES.filter((route) => route.isListed && may(route.role)).map((route) => (
          <a
            key={route.path}
            href={href(route.path)}
            aria-current={route.path === current ? 'page' : undefined}
          >
            {route.title}
          </a>
        ))}
      </nav>
      <div class="foot">
        <LoggedIn />
        <button
          type="button"
          class="button plain"
          onClick={() => chooseTheme(theme.value === 'dark' ? 'light' : 'dark')}
        >
          {theme.value === 'dark' ? '☀ Light' : '☾ Dark'}
        </button>
      </div>
    </div>
  );
}

/** Who is here by a key. */
function LoggedIn(): JSX.Element | null {
  const known = caller.value;
  if (known?.authentication !== 'keys') {
    return null;
  }
  return (
    <section class="logged-in" aria-label="Who is logged in">
      <strong class="wrap">{oneLine(known.name, 60)}</strong>
      <span class="soft wrap">
        {known.role} of {oneLine(known.tenant, 60)}
      </span>
      <button type="button" class="button plain" onClick={logOut}>
        Log out
      </button>
    </section>
  );
}

/** Every request that takes long, each with a way to give it up. */
function RunningRequests(): JSX.Element {
  return (
    <div aria-live="polite">
      {slowRequests.value.length > 0 && (
        <div class="running">
          {slowRequests.value.map((request) => (
            <div key={request.id}>
              <span class="bar" />
              <span>{request.label}</span>
              <span class="soft number" aria-hidden="true">
                {((clockMillis.value - request.startedAt) / 1000).toFixed(1)} s
              </span>
              <button type="button" class="button plain" onClick={request.cancel}>
                Cancel
              </button>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
