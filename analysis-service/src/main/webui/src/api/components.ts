import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson, write } from './client';

export interface ListedComponent {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  readonly instanceId: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly state: 'UP' | 'DOWN' | 'ACTIVE' | 'SILENT';
  readonly attributeCount: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AttributeValue {
  readonly key: string;
  readonly value: unknown;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly current: boolean;
}

export interface RelatedPeer {
  readonly kind: 'COMPONENT' | 'DATABASE' | 'MESSAGING' | 'PEER' | 'USER' | 'UNKNOWN';
  readonly namespace: string;
  readonly name: string;
  readonly calls: number;
  readonly errors: number;
}

/** Calls are those of all instances of the component's name in whole steps of the time. */
export interface ComponentRelations {
  readonly calls: readonly RelatedPeer[];
  readonly calledBy: readonly RelatedPeer[];
  readonly runsOn: readonly { readonly kind: string; readonly attribute: string; readonly name: string }[];
  readonly from: string;
  readonly to: string;
  readonly watermark?: string;
  readonly pendingSpans: number;
}

export interface ComponentSignal {
  readonly signal: string;
  readonly records: number;
  readonly perSecond: number;
  readonly lastCollected: string;
}

export interface ComponentGroup {
  readonly value: string;
  readonly components: number;
  readonly attributes: number;
}

export interface ScrapeState {
  readonly key: string;
  readonly url: string;
  readonly job: string;
  readonly instance: string;
  readonly scrapedAt: string;
  readonly up: boolean;
  readonly durationMillis: number;
  readonly samples: number;
  readonly error?: string | null;
  readonly collector: string;
}

export interface ScrapeTarget {
  readonly id: number;
  readonly url: string;
  readonly intervalMillis: number;
  readonly timeoutMillis: number;
  readonly job: string;
  readonly instance: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly honorLabels: boolean;
  readonly enabled: boolean;
  readonly version: number;
  readonly state?: ScrapeState | null;
}

export const listComponents = (
  filter: { readonly name?: string; readonly state?: string },
  asked: Asked,
): Promise<{ readonly components: readonly ListedComponent[]; readonly nextCursor?: string }> =>
  getJson('/store/v1/components', { ...filter, limit: 500 }, { label: 'Listing components', ...asked });

/** Sets labels; null takes one away, others stay. */
export const changeLabels = (id: number, labels: Readonly<Record<string, string | null>>): Promise<unknown> =>
  write('PATCH', `/store/v1/components/${id}`, { labels });

export const countComponents = (
  by: string,
  asked: Asked,
): Promise<{ readonly groups: readonly ComponentGroup[]; readonly truncated: boolean }> =>
  getJson('/store/v1/components/counts', { by, limit: 200 }, { label: 'Counting components', ...asked });

export const attributeHistory = (
  id: number,
  asked: Asked,
): Promise<{ readonly values: readonly AttributeValue[]; readonly truncated: boolean }> =>
  getJson(
    `/store/v1/components/${id}/attributes`,
    { limit: 200 },
    { label: 'History of attributes', ...asked },
  );

export const componentRelations = (id: number, range: TimeRange, asked: Asked): Promise<ComponentRelations> =>
  getJson(`/store/v1/components/${id}/relations`, rangeParameters(range), { label: 'Relations', ...asked });

export const componentSignals = (
  id: number,
  range: TimeRange,
  asked: Asked,
): Promise<{ readonly signals: readonly ComponentSignal[] }> =>
  getJson(`/store/v1/components/${id}/signals`, rangeParameters(range), { label: 'Signals', ...asked });

export const listScrapeStates = (asked: Asked): Promise<{ readonly states: readonly ScrapeState[] }> =>
  getJson('/store/v1/scrape/states', { limit: 500 }, { label: 'Scrape states', ...asked });

export const listScrapeTargets = (asked: Asked): Promise<{ readonly targets: readonly ScrapeTarget[] }> =>
  getJson('/store/v1/scrape/targets', { limit: 500 }, { label: 'Scrape targets', ...asked });
