import { timeTicks } from './time-ticks';

const TICK_WIDTH = 84;

/** Round times below a canvas's drawing, each with a tick. Colours are as the context has them. */
export function paintTimes(
  context: CanvasRenderingContext2D,
  [fromMillis, toMillis]: readonly [number, number],
  [left, right]: readonly [number, number],
  bottom: number,
): void {
  const { millis, texts } = timeTicks(
    fromMillis,
    toMillis,
    Math.max(2, Math.floor((right - left) / TICK_WIDTH)),
  );
  context.textAlign = 'center';
  millis.forEach((at, place) => {
    const share = (at - fromMillis) / Math.max(1, toMillis - fromMillis);
    const x = Math.round(left + share * (right - left)) + 0.5;
    line(context, x, bottom, x, bottom + 4);
    const text = texts[place] ?? '';
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.max(left + half, Math.min(right - half, x)), bottom + 13);
  });
}

export function line(
  context: CanvasRenderingContext2D,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
