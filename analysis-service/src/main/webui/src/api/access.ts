import type { OnePage } from '../app/paging';
import { type Asked, getJson, orAbsent, type Parameters, readHeaders, send, write } from './client';

export const ROLES = ['writer', 'reader', 'analyst', 'admin'] as const;

export type Role = (typeof ROLES)[number] | 'service';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt?: string | null;
  readonly revokedAt?: string | null;
}

/** A key that was just made: the only answer that holds its secret. */
export interface MadeApiKey extends ApiKey {
  readonly key: string;
}

export interface AuditEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  readonly detail?: string | null;
  /** Of this entry and, by that of the one before it, of all before it: 64 hex digits. */
  readonly hash: string;
}

/** What the audit's chain was at a time, signed. */
export interface Checkpoint {
  readonly sequence: number;
  readonly hash: string;
  readonly at: string;
  readonly signature: string;
  readonly publicKey: string;
}

export interface ErasedComponent {
  readonly serviceNamespace?: string;
  readonly serviceName: string;
  readonly serviceInstanceId?: string;
}

/** What is erased: exactly one of the three is there. */
export interface ErasureTarget {
  readonly attribute?: { readonly key: string; readonly value: string } | null;
  readonly traceId?: string | null;
  readonly component?: ErasedComponent | null;
}

export interface Erasure extends ErasureTarget {
  readonly id: string;
  readonly state: 'pending' | 'running' | 'done' | 'failed';
  readonly reason: string;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly startedAt?: string | null;
  readonly endedAt?: string | null;
  readonly segments: number;
  readonly segmentsDone: number;
  readonly recordsErased: number;
  readonly detail?: string | null;
}

/** A key of a tenant, never shown, under which its segments are sealed on disk. */
export interface EncryptionKey {
  readonly generation: number;
  readonly createdAt: string;
  /** Since when nothing new is sealed under it; what was is still read. */
  readonly retiredAt?: string | null;
}

export interface EncryptionKeys {
  readonly encrypting: boolean;
  readonly keys: readonly EncryptionKey[];
  readonly destroyedAt?: string | null;
}

/** One page of a list, under whatever name the door gives it. */
async function pageOf<T>(
  path: string,
  field: string,
  parameters: Parameters,
  asked: Asked,
): Promise<OnePage<T>> {
  const answer = await getJson<Record<string, unknown>>(path, parameters, asked);
  return {
    items: answer[field] as readonly T[],
    nextCursor: (answer.nextCursor ?? undefined) as string | undefined,
  };
}

export const listApiKeys = (cursor: string | undefined, asked: Asked): Promise<OnePage<ApiKey>> =>
  pageOf('/store/v1/api-keys', 'keys', { cursor }, { label: 'API keys', ...asked });

export const makeApiKey = (wanted: {
  readonly name: string;
  readonly role: string;
  readonly expiresAt?: string;
}): Promise<MadeApiKey> => write('POST', '/store/v1/api-keys', wanted);

export const revokeApiKey = (id: string): Promise<unknown> =>
  write('DELETE', `/store/v1/api-keys/${encodeURIComponent(id)}`);

export const listAudit = (
  filter: Parameters,
  cursor: string | undefined,
  asked: Asked,
): Promise<OnePage<AuditEntry>> =>
  pageOf('/store/v1/audit', 'entries', { ...filter, cursor }, { label: 'The audit', ...asked });

export const listCheckpoints = (asked: Asked): Promise<{ readonly checkpoints: readonly Checkpoint[] }> =>
  getJson('/store/v1/audit/checkpoints', {}, { label: 'Checkpoints', ...asked });

export const listErasures = (cursor: string | undefined, asked: Asked): Promise<OnePage<Erasure>> =>
  pageOf('/store/v1/erasures', 'erasures', { cursor }, { label: 'Erasures', ...asked });

export const readErasure = (id: string, asked: Asked): Promise<Erasure> =>
  getJson(`/store/v1/erasures/${encodeURIComponent(id)}`, {}, { label: 'The erasure', ...asked });

export const askForErasure = (wanted: ErasureTarget & { readonly reason: string }): Promise<Erasure> =>
  write('POST', '/store/v1/erasures', wanted);

/** The certificate as it came, to the byte. */
export const readCertificate = (id: string): Promise<Blob> =>
  send(
    `/store/v1/erasures/${encodeURIComponent(id)}/certificate`,
    { headers: readHeaders() },
    { label: 'The certificate' },
    (response) => response.blob(),
  );

export const readEncryptionKeys = (asked: Asked): Promise<EncryptionKeys | undefined> =>
  orAbsent(getJson('/store/v1/encryption-keys', {}, { label: 'Encryption keys', ...asked }));

export const renewEncryptionKey = (): Promise<unknown> => write('POST', '/store/v1/encryption-keys');

/** @param tenant whose they are, so that nobody's go by mistake */
export const destroyEncryptionKeys = (tenant: string): Promise<unknown> =>
  write('DELETE', '/store/v1/encryption-keys', { tenant });
