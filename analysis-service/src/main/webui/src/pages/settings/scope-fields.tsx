import type { JSX } from 'preact';
import { SIGNALS } from '../../api/retention';
import { Select, Text } from '../../app/form';
import type { ScopeDraft } from './retention-draft';

const OPTIONS = [['', 'every signal'], ...SIGNALS.map((signal) => [signal, signal] as const)] as const;

/** Which records a rule or a hold is for. */
export function ScopeFields(props: {
  draft: ScopeDraft;
  onChange: (part: Partial<ScopeDraft>) => void;
}): JSX.Element {
  const { draft, onChange } = props;
  return (
    <>
      <Select
        label="Records of"
        value={draft.signal}
        options={OPTIONS}
        onChange={(signal) => onChange({ signal })}
      />
      <Text
        label="service.name"
        value={draft.service}
        placeholder="any"
        onChange={(service) => onChange({ service })}
      />
      <Text
        label="service.namespace"
        value={draft.namespace}
        placeholder="any"
        onChange={(namespace) => onChange({ namespace })}
      />
    </>
  );
}
