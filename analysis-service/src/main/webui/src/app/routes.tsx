import type { ComponentType, JSX } from 'preact';
import { Component } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Role } from '../api/access';
import { ApiError } from '../api/client';
import { fetchTraceEarly, traceIdOf } from '../api/traces';
import { caller, may } from './caller';
import { path } from './location';
import { Failed, Waiting } from './states';

/** A page: shown for addresses that begin with its path, its code fetched when it is first gone to. */
export interface Route {
  readonly path: string;
  readonly title: string;
  /** Whether it is in the menu. */
  readonly isListed: boolean;
  /** Who may see anything there. */
  readonly role: Role;
  readonly load: () => Promise<{ default: ComponentType<PageProps> }>;
  /** Asks for what takes long while its code is fetched. */
  readonly begin?: (rest: string) => void;
}

export interface PageProps {
  /** What follows the route's path, without slashes at its ends. */
  readonly rest: string;
}

export const ROUTES: readonly Route[] = [
  {
    path: '/',
    title: 'Overview',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/overview/overview'),
  },
  {
    path: '/traces',
    title: 'Traces',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/traces/traces'),
  },
  {
    path: '/trace',
    title: 'Trace',
    isListed: false,
    role: 'reader',
    load: () => import('../pages/trace/trace'),
    begin: (rest) => {
      const traceId = traceIdOf(rest);
      if (traceId) {
        fetchTraceEarly(traceId);
      }
    },
  },
  {
    path: '/compare',
    title: 'Compare',
    isListed: false,
    role: 'reader',
    load: () => import('../pages/compare/compare'),
  },
  {
    path: '/services',
    title: 'Services',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/services/services'),
  },
  {
    path: '/service',
    title: 'Service',
    isListed: false,
    role: 'reader',
    load: () => import('../pages/service/service'),
  },
  { path: '/logs', title: 'Logs', isListed: true, role: 'reader', load: () => import('../pages/logs/logs') },
  {
    path: '/metrics',
    title: 'Metrics',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/metrics/metrics'),
  },
  {
    path: '/incidents',
    title: 'Incidents',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/incidents/incidents'),
  },
  {
    path: '/alerts',
    title: 'Alerts',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/alerts/alerts'),
  },
  {
    path: '/ledger',
    title: 'Ledger',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/ledger/ledger'),
  },
  {
    path: '/access',
    title: 'Access',
    isListed: true,
    role: 'admin',
    load: () => import('../pages/access/access'),
  },
  {
    path: '/settings',
    title: 'Settings',
    isListed: true,
    role: 'reader',
    load: () => import('../pages/settings/settings'),
  },
];

export function routeOf(address: string): Route | undefined {
  const first = `/${address.split('/')[1] ?? ''}`;
  return ROUTES.find((route) => route.path === first);
}

/** Fetches the page of an address before there is anything to show it in. */
export function loadEarly(address: string): void {
  const route = routeOf(address);
  route?.begin?.(restOf(route, address));
  // Told to people when the page is to be shown.
  route?.load().catch(() => {});
}

const loaded = new Map<string, ComponentType<PageProps>>();

export function CurrentPage(): JSX.Element {
  const address = path.value;
  const route = routeOf(address);
  const [, setCount] = useState(0);
  const [error, setError] = useState<Error>();

  useEffect(() => {
    setError(undefined);
    if (route && !loaded.has(route.path)) {
      route.load().then(
        (module) => {
          loaded.set(route.path, module.default);
          setCount((count) => count + 1);
        },
        // A page that was open while a new version was installed asks for chunks that are gone.
        () => setError(new Error('This part of the page could not be loaded. Reload the page.')),
      );
    }
  }, [route]);

  if (!route) {
    return <Failed error={new Error(`There is no page at ${address}.`)} />;
  }
  if (!may(route.role)) {
    return (
      <Failed error={new ApiError(403, `role: expected ${route.role}, got ${caller.value?.role}`, address)} />
    );
  }
  if (error) {
    return <Failed error={error} onRetry={() => window.location.reload()} />;
  }
  const Page = loaded.get(route.path);
  const rest = restOf(route, address);
  return Page ? (
    <Guard key={route.path}>
      <Page rest={rest} />
    </Guard>
  ) : (
    <Waiting />
  );
}

const restOf = (route: Route, address: string): string =>
  decoded(address.slice(route.path.length).replace(/^\/|\/$/g, ''));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A mistake while drawing one page is told there and leaves the menu usable. */
class Guard extends Component<{ children: JSX.Element }, { error?: Error }> {
  override componentDidCatch(error: Error): void {
    this.setState({ error });
    console.error(error);
  }

  override render() {
    const { error } = this.state;
    return error ? (
      <Failed error={error} onRetry={() => this.setState({}, () => window.location.reload())} />
    ) : (
      this.props.children
    );
  }
}
