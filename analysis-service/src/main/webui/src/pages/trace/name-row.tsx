import { Component, type JSX } from 'preact';
import type { Theme } from '../../app/theme';
import { serviceColor } from '../../charts/service-color';
import { oneLine } from '../../text/visible';
import { type Hanging, NOBODY } from '../../trace/tree';
import type { TraceModel } from './model';

/** Deeper spans are not moved further to the right, or nothing would be left of their names. */
const MAX_INDENT = 14;

const HANGS: Readonly<Record<Hanging, string>> = {
  root: '',
  child: '',
  orphan: 'its parent is missing',
  own_parent: 'names itself as parent',
  cycle: 'a circle of parents was cut here',
};

interface Props {
  readonly model: TraceModel;
  readonly index: number;
  readonly top: number;
  readonly theme: Theme;
  readonly isSelected: boolean;
  readonly isMatch: boolean;
  readonly isCollapsed: boolean;
  readonly onToggle: (index: number) => void;
}

/** Rows come by the dozen with each frame of scrolling: one that stays is not made again. */
export class NameRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return PROPERTIES.some((name) => next[name] !== this.props[name]);
  }

  override render(): JSX.Element | null {
    return <Row {...this.props} />;
  }
}

const PROPERTIES = [
  'model',
  'index',
  'top',
  'theme',
  'isSelected',
  'isMatch',
  'isCollapsed',
  'onToggle',
] as const satisfies readonly (keyof Props)[];

function Row(props: Props): JSX.Element | null {
  const { tree } = props.model;
  const span = tree.spans[props.index];
  if (!span) {
    return null;
  }
  const depth = tree.depth[props.index] ?? 0;
  const children = tree.childCount[props.index] ?? 0;
  const hangs = HANGS[tree.hanging[props.index] ?? 'child'];
  const isOnPath = props.model.path.nanos.has(props.index);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active item.
    <div
      id={`span-${props.index}`}
      class={`name-row${props.isSelected ? ' selected' : ''}${props.isMatch ? ' match' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={props.isSelected}
      aria-expanded={children > 0 ? !props.isCollapsed : undefined}
      style={{
        transform: `translateY(${props.top}px)`,
        paddingLeft: `${4 + Math.min(depth, MAX_INDENT) * 11}px`,
      }}
      title={`${oneLine(span.resource.service, 100)}: ${oneLine(span.name, 300)}`}
    >
      {children > 0 ? (
        <button
          type="button"
          class="twist"
          tabIndex={-1}
          aria-label={props.isCollapsed ? 'Open' : 'Close'}
          onClick={(event) => {
            event.stopPropagation();
            props.onToggle(props.index);
          }}
        >
          {props.isCollapsed ? '▸' : '▾'}
        </button>
      ) : (
        <span class="twist" />
      )}
      <span
        class={isOnPath ? 'dot on-path' : 'dot'}
        style={{ background: serviceColor(span.resource.service, props.theme) }}
      />
      <span class="service soft">{oneLine(span.resource.service, 60)}</span>
      <span class={span.isError ? 'label error-text' : 'label'}>
        {oneLine(span.name, 160) || '(no name)'}
      </span>
      {hangs !== '' && (
        <span class="badge warn" title={hangs}>
          {tree.parent[props.index] === NOBODY ? 'orphan' : '!'}
        </span>
      )}
      {props.isCollapsed && <span class="badge">{tree.descendants[props.index]}</span>}
    </div>
  );
}
