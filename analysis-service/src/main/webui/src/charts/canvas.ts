/** Sizes a canvas to its element in device pixels and gives a context that draws in CSS pixels. */
export function prepared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  if (!context) {
    return undefined;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  return context;
}

/** Colours in even steps from one to the other, both written as #rrggbb. */
export function shadesBetween(first: string, last: string, steps: number): string[] {
  const [a, b] = [channels(first), channels(last)];
  return Array.from({ length: steps }, (_, step) => {
    const share = step / Math.max(1, steps - 1);
    return `rgb(${a.map((value, at) => Math.round(value + ((b[at] ?? 0) - value) * share)).join(' ')})`;
  });
}

function channels(hex: string): number[] {
  const number = Number.parseInt(hex.replace('#', ''), 16) || 0;
  return [number >> 16, (number >> 8) & 255, number & 255];
}
