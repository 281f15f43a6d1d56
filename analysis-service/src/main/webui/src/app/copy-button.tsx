import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../charts/export';

const SAID_MILLIS = 2000;

export function CopyButton(props: { text: string; what: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (isCopied) {
      const timer = window.setTimeout(() => setCopied(false), SAID_MILLIS);
      return () => window.clearTimeout(timer);
    }
    return undefined;
  }, [isCopied]);
  return (
    <button
      type="button"
      class="button"
      aria-label={isCopied ? 'Copied' : `Copy ${props.what}`}
      onClick={() => copyText(props.text).then(() => setCopied(true))}
    >
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}
