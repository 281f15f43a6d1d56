import type { JSX } from 'preact';

const WIDTH = 96;
const HEIGHT = 22;

/** A line small enough for a table's cell; from zero to its own highest value. */
export function Sparkline(props: {
  values: readonly (number | null)[];
  label: string;
  color?: string;
}): JSX.Element {
  const known = props.values.filter((value): value is number => value !== null);
  const high = Math.max(...known, 0) || 1;
  const step = WIDTH / Math.max(1, props.values.length - 1);
  let isDrawing = false;
  const path = props.values
    .map((value, at) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const point = `${isDrawing ? 'L' : 'M'}${(at * step).toFixed(1)} ${(HEIGHT - 2 - (value / high) * (HEIGHT - 4)).toFixed(1)}`;
      isDrawing = true;
      return point;
    })
    .join('');
  const area = areaOf(props.values, step, high);
  return (
    <svg
      class="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={props.label}
      preserveAspectRatio="none"
    >
      <path d={area} fill={`var(${props.color ?? '--series-1'})`} opacity="0.22" />
      <path d={path} fill="none" stroke={`var(${props.color ?? '--series-1'})`} stroke-width="1.3" />
    </svg>
  );
}

/** Bars under the line: a single value between gaps is seen, too. */
function areaOf(values: readonly (number | null)[], step: number, high: number): string {
  return values
    .map((value, at) =>
      value === null || value === 0
        ? ''
        : `M${(at * step - step / 2).toFixed(1)} ${HEIGHT}V${(HEIGHT - 2 - (value / high) * (HEIGHT - 4)).toFixed(1)}h${step.toFixed(1)}V${HEIGHT}z`,
    )
    .join('');
}
