import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { cssColor } from '../app/theme';
import type { Chart } from './chart';
import { download, textFile, toCsv, toJson, toSvg } from './export';

/** Takes a chart along: as a picture or as its data. */
export function ChartMenu(props: {
  chart: Chart;
  canvas?: () => HTMLCanvasElement | undefined;
}): JSX.Element {
  const { chart } = props;
  const menu = useRef<HTMLDetailsElement>(null);
  const save = (ending: string, content: Blob) => {
    download(`${chart.title}.${ending}`, content);
    if (menu.current) {
      menu.current.open = false;
    }
  };
  return (
    <details class="chart-menu" ref={menu}>
      <summary aria-label={`Save the chart ${chart.title}`} title="Save as picture or data">
        ⋯
      </summary>
      <div>
        <button type="button" onClick={() => save('svg', textFile(toSvg(chart, cssColor), 'image/svg+xml'))}>
          SVG picture
        </button>
        {props.canvas && (
          <button type="button" onClick={() => withGround(props.canvas?.(), (blob) => save('png', blob))}>
            PNG picture
          </button>
        )}
        <button type="button" onClick={() => save('csv', textFile(toCsv(chart), 'text/csv'))}>
          CSV data
        </button>
        <button type="button" onClick={() => save('json', textFile(toJson(chart), 'application/json'))}>
          JSON data
        </button>
      </div>
    </details>
  );
}

/** Charts are drawn on nothing: alone, they need the page's ground below them. */
function withGround(drawn: HTMLCanvasElement | undefined, done: (blob: Blob) => void): void {
  if (!drawn) {
    return;
  }
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = cssColor('--surface');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, 0, 0);
    canvas.toBlob((blob) => blob && done(blob), 'image/png');
  }
}
