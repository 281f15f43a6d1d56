import { type Asked, getJson, write } from './client';

export interface AlertFigure {
  readonly kind: 'red' | 'metric';
  readonly service?: string;
  readonly namespace?: string;
  readonly spanName?: string;
  readonly spanKind?: string;
  readonly figure?: string;
  readonly match?: string;
  readonly function?: string;
  readonly quantile?: number;
  readonly groupBy?: readonly string[];
}

export interface BurnWindow {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly burnRate: number;
}

export interface AlertCondition {
  readonly kind: 'threshold' | 'change' | 'absence' | 'error_budget';
  readonly figure?: AlertFigure;
  readonly comparison?: string;
  readonly value?: number;
  readonly windowSeconds?: number;
  readonly baselineSeconds?: number;
  readonly direction?: string;
  readonly factor?: number;
  readonly spans?: {
    readonly service: string;
    readonly namespace?: string;
    readonly spanName?: string;
    readonly spanKind?: string;
  };
  readonly objective?: number;
  readonly periodDays?: number;
  readonly latencyMillis?: number;
  readonly burnWindows?: readonly BurnWindow[];
}

export interface AlertRule {
  readonly id: number;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly forSeconds: number;
  readonly keepFiringSeconds: number;
  readonly webhooks: readonly string[];
  readonly condition: AlertCondition;
  readonly version: number;
}

export interface Alert {
  readonly ruleId: number;
  readonly series: string;
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly since: string;
  readonly startsAt: string;
  readonly resolvedAt?: string | null;
  readonly value?: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly isSilenced: boolean;
}

export interface AlertHistory extends Alert {
  readonly id: number;
  readonly ruleName: string;
  readonly fromState?: string | null;
  readonly recordedAt: string;
}

export interface Silence {
  readonly id: number;
  readonly matchers: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: 'pending' | 'active' | 'expired';
  readonly comment: string;
  readonly createdBy: string;
  readonly version: number;
}

export interface Webhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly hasSecret: boolean;
  readonly isEnabled: boolean;
  readonly version: number;
}

export const listAlerts = (asked: Asked): Promise<{ readonly alerts: readonly Alert[] }> =>
  getJson('/store/v1/alerts', { limit: 500 }, { label: 'Alerts', ...asked });

export const alertHistory = (asked: Asked): Promise<{ readonly history: readonly AlertHistory[] }> =>
  getJson('/store/v1/alerts/history', { limit: 100 }, { label: 'History of alerts', ...asked });

export const listAlertRules = (asked: Asked): Promise<{ readonly rules: readonly AlertRule[] }> =>
  getJson('/store/v1/alert-rules', { limit: 500 }, { label: 'Alert rules', ...asked });

export const listSilences = (asked: Asked): Promise<{ readonly silences: readonly Silence[] }> =>
  getJson('/store/v1/silences', { limit: 500 }, { label: 'Silences', ...asked });

export const listWebhooks = (asked: Asked): Promise<{ readonly webhooks: readonly Webhook[] }> =>
  getJson('/store/v1/webhooks', { limit: 500 }, { label: 'Webhooks', ...asked });

/** Things that people edit: each has a number and, when changed, is changed whole. */
export type Editable =
  | 'alert-rules'
  | 'redaction-rules'
  | 'retention-rules'
  | 'scrape/targets'
  | 'silences'
  | 'webhooks';

export const add = (what: Editable, body: unknown): Promise<unknown> =>
  write('POST', `/store/v1/${what}`, body);
export const change = (what: Editable, id: number, body: unknown): Promise<unknown> =>
  write('PUT', `/store/v1/${what}/${id}`, body);
export const remove = (what: Editable, id: number): Promise<unknown> =>
  write('DELETE', `/store/v1/${what}/${id}`);
