import type { JSX } from 'preact';
import { theme } from '../app/theme';
import { oneLine } from '../text/visible';
import { serviceColor } from './service-color';

/** A component's name with its colour. */
export function ServiceTag(props: { name: string; text?: string }): JSX.Element {
  return (
    <span class="service-tag">
      <span class="dot" style={{ background: serviceColor(props.name, theme.value) }} />
      {oneLine(props.text ?? props.name, 200)}
    </span>
  );
}
