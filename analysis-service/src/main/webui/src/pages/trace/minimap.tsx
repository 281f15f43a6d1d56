import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { theme } from '../../app/theme';
import { duration } from '../../text/format';
import type { TraceModel } from './model';
import { GRID_PARTS, paintOverview, type Zoom } from './paint';

const HEIGHT = 52;

interface Props {
  readonly model: TraceModel;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom | undefined) => void;
}

/** The whole trace, small. A drag chooses the time that the waterfall shows. */
export function Minimap(props: Props): JSX.Element {
  const { model, zoom } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const begun = useRef<number | undefined>(undefined);
  const [width, setWidth] = useState(0);
  const [drawing, setDrawing] = useState<Zoom>();
  const currentTheme = theme.value;
  const isWhole = zoom.from === model.from && zoom.to === model.to;

  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current && width > 0) {
      paintOverview(canvas.current, model, drawing ?? zoom, currentTheme, width, HEIGHT);
    }
  }, [model, zoom, drawing, width, currentTheme]);

  const timeAt = (event: PointerEvent) => {
    const left = holder.current?.getBoundingClientRect().left ?? 0;
    const share = Math.max(0, Math.min(1, (event.clientX - left) / Math.max(1, width)));
    return model.from + share * (model.to - model.from);
  };
  const between = (a: number, b: number): Zoom => ({ from: Math.min(a, b), to: Math.max(a, b) });
  const shift = (by: number) => {
    const length = zoom.to - zoom.from;
    const from = Math.max(model.from, Math.min(model.to - length, zoom.from + by * length));
    props.onZoom({ from, to: from + length });
  };
  const scale = (by: number) => {
    const middle = (zoom.from + zoom.to) / 2;
    const half = Math.min(model.to - model.from, (zoom.to - zoom.from) * by) / 2;
    const from = Math.max(model.from, middle - half);
    const to = Math.min(model.to, middle + half);
    props.onZoom(from <= model.from && to >= model.to ? undefined : { from, to });
  };
  return (
    <div class="minimap">
      <div
        ref={holder}
        class="strip"
        role="application"
        aria-label={`Time shown: ${duration(zoom.from - model.from)} to ${duration(zoom.to - model.from)} of ${duration(model.to - model.from)}. Plus and minus zoom, arrow keys move, Escape shows all.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom.
        tabIndex={0}
        onKeyDown={(event) => {
          const acts: Readonly<Record<string, () => void>> = {
            '+': () => scale(0.5),
            '-': () => scale(2),
            ArrowLeft: () => shift(-0.25),
            ArrowRight: () => shift(0.25),
            Escape: () => props.onZoom(undefined),
          };
          const act = acts[event.key];
          if (act) {
            event.preventDefault();
            act();
          }
        }}
        onPointerDown={(event) => {
          begun.current = timeAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) =>
          begun.current !== undefined && setDrawing(between(begun.current, timeAt(event)))
        }
        onPointerUp={(event) => {
          const start = begun.current;
          begun.current = undefined;
          setDrawing(undefined);
          if (start !== undefined) {
            const chosen = between(start, timeAt(event));
            const isClick = chosen.to - chosen.from < (model.to - model.from) / Math.max(1, width / 4);
            props.onZoom(isClick ? undefined : chosen);
          }
        }}
      >
        <canvas ref={canvas} />
      </div>
      <Ruler model={model} zoom={zoom} />
      {!isWhole && (
        <button type="button" class="button whole" onClick={() => props.onZoom(undefined)}>
          Show all
        </button>
      )}
    </div>
  );
}

function Ruler(props: { model: TraceModel; zoom: Zoom }): JSX.Element {
  const { model, zoom } = props;
  return (
    <div class="ruler number soft" aria-hidden="true">
      {Array.from({ length: GRID_PARTS }, (_, part) => {
        const at = zoom.from + ((zoom.to - zoom.from) * part) / GRID_PARTS;
        return <span key={part}>{duration(at - model.from)}</span>;
      })}
      <span>{duration(zoom.to - model.from)}</span>
    </div>
  );
}
