import type { JSX } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { place, setQuery } from '../../app/location';
import { theme } from '../../app/theme';
import { parseClosed, writtenClosed } from '../../trace/closed';
import { collapsedAtDepth, window as rowsInSight, rowsOf } from '../../trace/rows';
import { ancestors, NOBODY } from '../../trace/tree';
import { Minimap } from './minimap';
import type { TraceModel } from './model';
import { NameRow } from './name-row';
import { paintBars, ROW_HEIGHT, type Zoom } from './paint';
import './waterfall.css';
import { counted } from '../../text/format';

interface Props {
  readonly model: TraceModel;
  readonly selected: number;
  readonly matches: ReadonlySet<number> | undefined;
  /** Whether only matches are shown, with those above them. */
  readonly isFiltered: boolean;
  readonly onSelect: (index: number) => void;
}

/** A row for each span: names to the left as elements, bars to the right on a canvas. Only rows in sight exist. */
export function Waterfall(props: Props): JSX.Element {
  const { model, selected, matches } = props;
  const closed = place.value.query.get('closed');
  const collapsed = useMemo(() => parseClosed(model.tree, closed), [model.tree, closed]);
  const [zoom, setZoom] = useState<Zoom>();
  const [sight, setSight] = useState({ top: 0, width: 0, height: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const bars = useRef<HTMLCanvasElement>(null);
  const filter = props.isFiltered ? matches : undefined;
  const rows = useMemo(() => rowsOf(model.tree, collapsed, filter), [model.tree, collapsed, filter]);
  const shown = rowsInSight(rows.spans.length, ROW_HEIGHT, sight.top, sight.height);
  const shownZoom = useMemo(() => zoom ?? { from: model.from, to: model.to }, [zoom, model]);
  const currentTheme = theme.value;

  useLayoutEffect(() => measure(scroller.current, bars.current, setSight), []);
  useLayoutEffect(() => {
    if (bars.current && sight.width > 0) {
      paintBars(bars.current, model, {
        rows: rows.spans,
        fromRow: shown.from,
        toRow: shown.to,
        scrollTop: sight.top,
        width: sight.width,
        height: sight.height,
        zoom: shownZoom,
        selected,
        matches,
        theme: currentTheme,
      });
    }
  });

  const setCollapsed = useCallback(
    (next: ReadonlySet<number>) => setQuery({ closed: writtenClosed(model.tree, next) }, { replace: true }),
    [model.tree],
  );
  const reveal = (index: number) => {
    const above = new Set(ancestors(model.tree, index));
    const left = new Set([...collapsed].filter((one) => !above.has(one)));
    if (left.size < collapsed.size) {
      setCollapsed(left);
    }
    scrollTo(scroller.current, rowsOf(model.tree, left, filter).rowOf[index] ?? NOBODY);
  };
  // What is chosen elsewhere, in a search or the table, is brought into sight.
  useEffect(() => {
    if (selected !== NOBODY) {
      reveal(selected);
    }
  }, [selected, sight.height > 0]);

  const latest = useRef(collapsed);
  latest.current = collapsed;
  const toggle = useCallback(
    (index: number) => {
      const next = new Set(latest.current);
      if (!next.delete(index)) {
        next.add(index);
      }
      setCollapsed(next);
    },
    [setCollapsed],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows.rowOf[selected] ?? NOBODY;
    const choose = (next: number) => {
      const index = rows.spans[Math.max(0, Math.min(rows.spans.length - 1, next))];
      if (index !== undefined) {
        props.onSelect(index);
      }
    };
    const page = Math.max(1, Math.floor(sight.height / ROW_HEIGHT) - 1);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => choose(row + 1),
      ArrowUp: () => choose(row - 1),
      PageDown: () => choose(row + page),
      PageUp: () => choose(row - page),
      Home: () => choose(0),
      End: () => choose(rows.spans.length - 1),
      ArrowLeft: () =>
        collapsed.has(selected) || !model.tree.childCount[selected]
          ? choose(rows.rowOf[model.tree.parent[selected] ?? NOBODY] ?? row)
          : toggle(selected),
      ArrowRight: () => (collapsed.has(selected) ? toggle(selected) : choose(row + 1)),
    };
    const act = acts[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  return (
    <div class="waterfall">
      <div class="waterfall-head">
        <div class="toolbar">
          <button type="button" class="button plain" onClick={() => setCollapsed(new Set())}>
            Open all
          </button>
          {[1, 2, 3].map((depth) => (
            <button
              key={depth}
              type="button"
              class="button plain"
              onClick={() => setCollapsed(collapsedAtDepth(model.tree, depth))}
            >
              {depth} deep
            </button>
          ))}
        </div>
        <Minimap model={model} zoom={shownZoom} onZoom={setZoom} />
      </div>
      <div
        ref={scroller}
        class="waterfall-scroll"
        role="tree"
        style={{ height: `min(64vh, ${Math.max(rows.spans.length, 6) * ROW_HEIGHT}px)` }}
        aria-label={counted(rows.spans.length, 'span')}
        // Focus stays here: rows come and go while scrolling.
        tabIndex={0}
        aria-activedescendant={
          (rows.rowOf[selected] ?? NOBODY) >= shown.from && (rows.rowOf[selected] ?? NOBODY) < shown.to
            ? `span-${selected}`
            : undefined
        }
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const index = rows.spans[rowAt(event, scroller.current)];
          if (index !== undefined) {
            props.onSelect(index);
          }
        }}
      >
        <div
          class="waterfall-all"
          role="presentation"
          style={{ height: `${Math.max(rows.spans.length * ROW_HEIGHT, 1)}px` }}
        >
          <div class="waterfall-sight" role="presentation" style={{ height: `${sight.height}px` }}>
            <div class="names" role="presentation">
              <div class="names-all" role="presentation" style={{ transform: `translateY(${-sight.top}px)` }}>
                {Array.from({ length: shown.to - shown.from }, (_, at) => {
                  const row = shown.from + at;
                  const index = rows.spans[row] ?? NOBODY;
                  return (
                    <NameRow
                      key={index}
                      model={model}
                      index={index}
                      top={row * ROW_HEIGHT}
                      theme={currentTheme}
                      isSelected={index === selected}
                      isMatch={matches?.has(index) ?? false}
                      isCollapsed={collapsed.has(index)}
                      onToggle={toggle}
                    />
                  );
                })}
              </div>
            </div>
            <canvas ref={bars} class="bars" />
          </div>
        </div>
      </div>
    </div>
  );
}

/** Keeps what is in sight up to date: at most once a frame. */
function measure(
  scroller: HTMLDivElement | null,
  bars: HTMLCanvasElement | null,
  tell: (sight: { top: number; width: number; height: number }) => void,
): (() => void) | undefined {
  if (!scroller || !bars) {
    return undefined;
  }
  let frame = 0;
  const read = () => {
    frame = 0;
    const names = bars.previousElementSibling?.clientWidth ?? 0;
    tell({ top: scroller.scrollTop, width: scroller.clientWidth - names, height: scroller.clientHeight });
  };
  const later = () => {
    frame ||= requestAnimationFrame(read);
  };
  read();
  const observer = new ResizeObserver(later);
  observer.observe(scroller);
  scroller.addEventListener('scroll', later, { passive: true });
  return () => {
    observer.disconnect();
    scroller.removeEventListener('scroll', later);
    cancelAnimationFrame(frame);
  };
}

function rowAt(event: MouseEvent, scroller: HTMLDivElement | null): number {
  const top = scroller?.getBoundingClientRect().top ?? 0;
  return Math.floor((event.clientY - top + (scroller?.scrollTop ?? 0)) / ROW_HEIGHT);
}

function scrollTo(scroller: HTMLDivElement | null, row: number): void {
  if (!scroller || row === NOBODY) {
    return;
  }
  const top = row * ROW_HEIGHT;
  if (top < scroller.scrollTop || top + ROW_HEIGHT > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 3);
  }
}
