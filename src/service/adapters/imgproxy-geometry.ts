/** Extents that imgproxy gives a picture: `calcScale` and `calcSizes` of its `processing/prepare.go`. */
import type { Extent } from '../../core/image.ts';
import type { ImgproxyOptions } from './imgproxy-options.ts';

export interface Geometry {
  /** The whole picture after scaling. */
  readonly scaled: Extent;
  /** The part of it that is kept. */
  readonly kept: Extent;
  /** The canvas of `extend`. */
  readonly canvas: Extent;
  /** The density that paddings and effects are multiplied by: the one that was asked for, as far as the picture has pixels. */
  readonly dpr: number;
}

/** A way of resizing once `auto` is decided. */
type Resizing = Exclude<ImgproxyOptions['resizing'], 'auto'>;

/** A pixel at least. */
const pixels = (length: number) => Math.max(1, Math.round(length));

/** The extents for a picture of which `extent` is left after cropping and turning. */
export function geometryOf(options: ImgproxyOptions, extent: Extent): Geometry {
  const { dpr, x, y } = scaleOf(options, extent);
  const scaled = { width: pixels(extent.width * x), height: pixels(extent.height * y) };
  const [zoomX, zoomY] = options.zoom;
  // 0 where no length was asked for.
  const wanted = {
    width: options.width && pixels(options.width * dpr * zoomX),
    height: options.height && pixels(options.height * dpr * zoomY),
  };
  const cut = resizingOf(options, extent) === 'fill-down' ? shrunk(wanted, scaled, options) : wanted;
  const kept = {
    width: Math.min(cut.width || scaled.width, scaled.width),
    height: Math.min(cut.height || scaled.height, scaled.height),
  };
  const canvas = {
    width: Math.max(wanted.width, kept.width),
    height: Math.max(wanted.height, kept.height),
  };
  return { scaled, kept, canvas, dpr };
}

/** `auto` fills areas whose longer side is that of the picture, and fits it into others. */
export function resizingOf({ resizing, width, height }: ImgproxyOptions, picture: Extent): Resizing {
  if (resizing !== 'auto') return resizing;
  const isTall = (extent: Extent) => extent.width < extent.height;
  const area = { width: width || picture.width, height: height || picture.height };
  return isTall(area) === isTall(picture) ? 'fill' : 'fit';
}

/** The factors of both sides, and the density that is left of the one that was asked for. */
function scaleOf(options: ImgproxyOptions, extent: Extent): { dpr: number; x: number; y: number } {
  const { zoom, enlarge, extend, least } = options;
  let [x, y] = plainScaleOf(options, extent);
  x *= zoom[0];
  y *= zoom[1];
  let { dpr } = options;
  if (!enlarge) {
    const largest = Math.max(x, y);
    if (largest > 1) {
      x /= largest;
      y /= largest;
      // With a canvas, the picture keeps its share of it at every density.
      if (!extend.on) dpr *= largest;
    }
    dpr = Math.min(dpr, 1 / Math.max(x, y));
  }
  for (const share of [least.width / extent.width / x, least.height / extent.height / y]) {
    if (share <= 1) continue;
    x *= share;
    y *= share;
  }
  return { dpr, x: x * dpr, y: y * dpr };
}

/** The factors by width and height alone. */
function plainScaleOf(options: ImgproxyOptions, extent: Extent): readonly [x: number, y: number] {
  const { width, height } = options;
  const x = (width || extent.width) / extent.width;
  const y = (height || extent.height) / extent.height;
  const resizing = resizingOf(options, extent);
  if (resizing === 'force') return [x, y];
  if (width === 0) return [y, y];
  if (height === 0) return [x, x];
  const both = resizing === 'fit' ? Math.min(x, y) : Math.max(x, y);
  return [both, both];
}

/** The largest part with the proportions of an area that does not fit in. */
function shrunk(wanted: Extent, scaled: Extent, { enlarge }: ImgproxyOptions): Extent {
  const [x, y] = [wanted.width / scaled.width, wanted.height / scaled.height];
  if (enlarge || Math.max(x, y) <= 1 || x === y) return wanted;
  return x > y
    ? { width: scaled.width, height: pixels((scaled.width * wanted.height) / wanted.width) }
    : { width: pixels((scaled.height * wanted.width) / wanted.height), height: scaled.height };
}
