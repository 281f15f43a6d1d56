import type { ErasureTarget } from '../../api/access';
import { oneLine } from '../../text/visible';

export type TargetKind = 'attribute' | 'trace' | 'component';

/** What is typed into the form. */
export interface TargetDraft {
  readonly kind: TargetKind;
  readonly key: string;
  readonly value: string;
  readonly traceId: string;
  readonly namespace: string;
  readonly service: string;
  readonly instance: string;
}

/** What has to be typed once more before anything is erased: what names the records best. */
export function confirmationOf(draft: TargetDraft): string {
  switch (draft.kind) {
    case 'attribute':
      return draft.value;
    case 'trace':
      return draft.traceId.trim();
    case 'component':
      return draft.service.trim();
  }
}

export function targetOf(draft: TargetDraft): ErasureTarget {
  switch (draft.kind) {
    case 'attribute':
      return { attribute: { key: draft.key.trim(), value: draft.value } };
    case 'trace':
      return { traceId: draft.traceId.trim().toLowerCase() };
    case 'component':
      return {
        component: {
          serviceName: draft.service.trim(),
          ...(draft.namespace.trim() === '' ? {} : { serviceNamespace: draft.namespace.trim() }),
          ...(draft.instance.trim() === '' ? {} : { serviceInstanceId: draft.instance.trim() }),
        },
      };
  }
}

export function targetText(target: ErasureTarget): string {
  if (target.attribute) {
    return oneLine(`${target.attribute.key} = "${target.attribute.value}"`, 200);
  }
  if (target.component) {
    const { serviceNamespace, serviceName, serviceInstanceId } = target.component;
    return oneLine([serviceNamespace, serviceName, serviceInstanceId].filter(Boolean).join('/'), 200);
  }
  return `trace ${target.traceId ?? ''}`;
}
