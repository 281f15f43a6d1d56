import { useEffect, useRef } from 'preact/hooks';

/** The part of a drawing that is shown, in its own measures. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The view nearer or farther, with the point at the shares of its width and height kept in place. */
export function scaled(view: View, by: number, shareX: number, shareY: number): View {
  const [width, height] = [view.width * by, view.height * by];
  return {
    x: view.x + (view.width - width) * shareX,
    y: view.y + (view.height - height) * shareY,
    width,
    height,
  };
}

const KEY_STEP = 0.12;
const KEY_ZOOM = 0.8;

/** What a key does to a view; undefined when it does nothing. */
export function movedByKey(event: KeyboardEvent, view: View): View | 'whole' | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return undefined;
  }
  const moved = (x: number, y: number) => ({
    ...view,
    x: view.x + x * KEY_STEP * view.width,
    y: view.y + y * KEY_STEP * view.height,
  });
  switch (event.key) {
    case 'ArrowLeft':
      return moved(-1, 0);
    case 'ArrowRight':
      return moved(1, 0);
    case 'ArrowUp':
      return moved(0, -1);
    case 'ArrowDown':
      return moved(0, 1);
    case '+':
    case '=':
      return scaled(view, KEY_ZOOM, 0.5, 0.5);
    case '-':
      return scaled(view, 1 / KEY_ZOOM, 0.5, 0.5);
    case '0':
    case 'Home':
      return 'whole';
    default:
      return undefined;
  }
}

export const isWithin = (view: View, x: number, y: number): boolean =>
  x >= view.x && x <= view.x + view.width && y >= view.y && y <= view.y + view.height;

/** Lets a drawing be dragged, and zoomed by the wheel with Control. */
export function usePanAndZoom(
  svg: { current: SVGSVGElement | null },
  view: View,
  setView: (view: View) => void,
): void {
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    const element = svg.current;
    if (!element) {
      return;
    }
    let last: PointerEvent | undefined;
    let isDragged = false;
    const perPixel = () =>
      Math.max(latest.current.width / element.clientWidth, latest.current.height / element.clientHeight);
    const onWheel = (event: WheelEvent) => {
      // The wheel alone scrolls the page.
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const bounds = element.getBoundingClientRect();
        setView(
          scaled(
            latest.current,
            event.deltaY > 0 ? 1.15 : 0.87,
            (event.clientX - bounds.left) / bounds.width,
            (event.clientY - bounds.top) / bounds.height,
          ),
        );
      }
    };
    const onDown = (event: PointerEvent) => {
      last = event;
      isDragged = false;
    };
    const onMove = (event: PointerEvent) => {
      if (last && event.buttons > 0) {
        const [x, y] = [
          (event.clientX - last.clientX) * perPixel(),
          (event.clientY - last.clientY) * perPixel(),
        ];
        isDragged ||= Math.abs(x) + Math.abs(y) > 3;
        setView({ ...latest.current, x: latest.current.x - x, y: latest.current.y - y });
        last = event;
      }
    };
    const onUp = () => {
      last = undefined;
    };
    // A drag that ends on a node is no click on it.
    const onClick = (event: MouseEvent) => isDragged && event.preventDefault();
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('click', onClick, true);
    element.addEventListener('dragstart', preventDefault);
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('click', onClick, true);
      element.removeEventListener('dragstart', preventDefault);
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
    };
  }, [svg, setView]);
}

const preventDefault = (event: Event): void => event.preventDefault();
