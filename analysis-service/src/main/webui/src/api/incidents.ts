import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';
import type { TellingValue } from './explain';

export interface IncidentSymptom {
  readonly component: string;
  readonly kind: 'errors' | 'latency' | 'logs';
  readonly since: string;
  readonly until?: string | null;
  /** Spans, or log records of the kind `logs`; likewise those that follow. */
  readonly usualSpans: number;
  readonly usualBad: number;
  readonly spans: number;
  readonly bad: number;
  readonly slowNanos?: number | null;
  readonly evidence: number;
  readonly text: string;
  readonly search: string;
}

export interface CauseEvidence {
  readonly kind: string;
  readonly detail: string;
  readonly value: number;
  readonly usual: number;
  readonly deviation: number;
  readonly samples: number;
  readonly text: string;
  readonly search: string;
}

export interface Cause {
  readonly component: string;
  readonly score: number;
  readonly strength: string;
  readonly kind: string;
  readonly detail: string;
  readonly evidence: readonly CauseEvidence[];
}

export interface Incident {
  readonly id: string;
  readonly state: 'open' | 'closed';
  readonly startedAt: string;
  readonly endedAt?: string | null;
  readonly symptoms: readonly IncidentSymptom[];
  readonly causes: readonly { readonly cause: Cause; readonly attributes: readonly TellingValue[] }[];
  readonly causesPeriod?: { readonly from: string; readonly to: string } | null;
  readonly truncated: boolean;
}

export interface IncidentPage {
  readonly incidents: readonly Incident[];
  readonly nextCursor: string;
}

export interface IncidentQuestion {
  readonly state?: string;
  readonly component?: string;
  readonly range?: TimeRange;
  readonly cursor?: string;
  readonly limit?: number;
}

export function listIncidents(question: IncidentQuestion, asked: Asked): Promise<IncidentPage> {
  const { state, component, range, cursor, limit } = question;
  return getJson(
    '/v1/incidents',
    { state, component, cursor, limit, ...(range ? rangeParameters(range) : {}) },
    { label: 'Incidents', ...asked },
  );
}

export const readIncident = (id: string, asked: Asked): Promise<Incident> =>
  getJson(`/v1/incidents/${encodeURIComponent(id)}`, {}, { label: 'Incident', ...asked });
