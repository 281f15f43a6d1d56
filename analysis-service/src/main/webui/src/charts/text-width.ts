const MOST_KNOWN = 5000;
const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null = null;

/** Pixels that a text takes in a font, as canvases name fonts. */
export function textWidth(text: string, font: string): number {
  const key = `${font} ${text}`;
  let width = known.get(key);
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d');
    if (!context) {
      return 0;
    }
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    context.font = font;
    width = context.measureText(text).width;
    known.set(key, width);
  }
  return width;
}
