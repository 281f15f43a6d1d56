import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { needsHeaders } from '../api/identity';
import { cssColor, theme } from '../app/theme';
import { range, relative } from '../app/time';
import { type ChartDoor, chartAddress } from './chart-address';
import { copyText, download, openPicture, textFile } from './export';
import './chart-menu.css';

/** A chart in the shapes that it can be taken along in; made only when somebody asks. */
export interface Takeaway {
  readonly title: string;
  readonly svg: () => string;
  readonly csv: () => string;
  readonly json: () => string;
  /** Where the service draws it; absent for charts that only this page draws. */
  readonly door?: ChartDoor | undefined;
}

/** Takes a chart along: as a picture, as its data, or as an address where both are. */
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
  // A browser that follows an address says nothing of tenant and key.
  const door = needsHeaders() ? undefined : of.door;
  return (
    <details
      class="chart-menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          close();
          menu.current?.querySelector('summary')?.focus();
        }
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !menu.current?.contains(event.relatedTarget)) {
          close();
        }
      }}
    >
      <summary aria-label={`Save the chart ${of.title}`} title="Save as picture or data">
        ⋯
      </summary>
      <div>
        {door ? <Linked title={of.title} door={door} onDone={close} /> : <Made of={of} onDone={close} />}
        {props.canvas && (
          <button
            type="button"
            onClick={() =>
              titled(of.title, props.canvas?.(), (blob) => {
                download(`${of.title}.png`, blob);
                close();
              })
            }
          >
            Save as PNG
          </button>
        )}
      </div>
    </details>
  );
}

const WIDTH = 960;
const HEIGHT = 360;

/** What the service draws: each has an address that others can be given. */
function Linked(props: { title: string; door: ChartDoor; onDone: () => void }): JSX.Element {
  const { title, door } = props;
  const [isCopied, setCopied] = useState(false);
  const time = { relative: relative.value, range: range.value };
  const picture = chartAddress(door, 'svg', time, {
    title,
    theme: theme.value,
    width: WIDTH,
    height: HEIGHT,
  });
  const link = (address: string, text: string) => (
    <a href={address} target="_blank" rel="noopener" onClick={props.onDone}>
      {text}
    </a>
  );
  return (
    <>
      {link(picture, 'Open as image')}
      <button
        type="button"
        onClick={() => copyText(new URL(picture, window.location.origin).href).then(() => setCopied(true))}
      >
        {isCopied ? 'Copied' : 'Copy link to image'}
      </button>
      {link(chartAddress(door, 'csv', time), 'Open as CSV')}
      {link(chartAddress(door, 'json', time), 'Open as JSON')}
    </>
  );
}

/** What this page makes of what it shows. */
function Made(props: { of: Takeaway; onDone: () => void }): JSX.Element {
  const { of } = props;
  const picture = () => textFile(of.svg(), 'image/svg+xml');
  const choice = (text: string, act: () => void) => (
    <button
      type="button"
      onClick={() => {
        act();
        props.onDone();
      }}
    >
      {text}
    </button>
  );
  return (
    <>
      {choice('Open as image', () => openPicture(picture()))}
      {choice('Save as SVG', () => download(`${of.title}.svg`, picture()))}
      {choice('Save as CSV', () => download(`${of.title}.csv`, textFile(of.csv(), 'text/csv')))}
      {choice('Save as JSON', () => download(`${of.title}.json`, textFile(of.json(), 'application/json')))}
    </>
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
