import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { cssColor } from '../app/theme';
import { download, openPicture, textFile } from './export';
import './chart-menu.css';

/** A chart in the shapes that it can be taken along in; made only when somebody asks. */
export interface Takeaway {
  readonly title: string;
  readonly svg: () => string;
  readonly csv: () => string;
  readonly json: () => string;
}

/** Takes a chart along: as a picture or as its data. */
export function ChartMenu(props: {
  of: Takeaway;
  /** What is drawn, for a picture of its dots; absent when it is no canvas. */
  canvas?: () => HTMLCanvasElement | null | undefined;
}): JSX.Element {
  const { of } = props;
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) {
      menu.current.open = false;
    }
  };
  const save = (ending: string, content: Blob) => {
    download(`${of.title}.${ending}`, content);
    close();
  };
  const picture = () => textFile(of.svg(), 'image/svg+xml');
  return (
    <details class="chart-menu" ref={menu}>
      <summary aria-label={`Save the chart ${of.title}`} title="Save as picture or data">
        ⋯
      </summary>
      <div>
        <button
          type="button"
          onClick={() => {
            openPicture(picture());
            close();
          }}
        >
          Open as picture
        </button>
        <button type="button" onClick={() => save('svg', picture())}>
          SVG picture
        </button>
        {props.canvas && (
          <button
            type="button"
            onClick={() => titled(of.title, props.canvas?.(), (blob) => save('png', blob))}
          >
            PNG picture
          </button>
        )}
        <button type="button" onClick={() => save('csv', textFile(of.csv(), 'text/csv'))}>
          CSV data
        </button>
        <button type="button" onClick={() => save('json', textFile(of.json(), 'application/json'))}>
          JSON data
        </button>
      </div>
    </details>
  );
}

const TITLE_HEIGHT = 28;

/** Charts are drawn on nothing and without a title: alone, they need the page's ground below them and a name. */
function titled(
  title: string,
  drawn: HTMLCanvasElement | null | undefined,
  done: (blob: Blob) => void,
): void {
  if (!drawn) {
    return;
  }
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width;
  canvas.height = drawn.height + TITLE_HEIGHT * ratio;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = cssColor('--surface');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = cssColor('--text');
    context.font = `${13 * ratio}px system-ui, sans-serif`;
    context.fillText(title, 12 * ratio, 18 * ratio);
    context.drawImage(drawn, 0, TITLE_HEIGHT * ratio);
    canvas.toBlob((blob) => blob && done(blob), 'image/png');
  }
}
