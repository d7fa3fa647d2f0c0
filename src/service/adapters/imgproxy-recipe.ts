/** Makes a recipe of imgproxy's options, with its steps in imgproxy's order. */
import type { Extent } from '../../core/image.ts';
import type { FormatName } from '../../formats/format.ts';
import type { RecipeDraft, SourcePicture } from './adapter.ts';
import { unknown } from './imgproxy-address.ts';
import { type Geometry, geometryOf, resizingOf } from './imgproxy-geometry.ts';
import type { Gravity, ImgproxyOptions } from './imgproxy-options.ts';

/** imgproxy's qualities where the address says none. */
const QUALITY = 80;
const QUALITIES: Readonly<Partial<Record<FormatName, number>>> = { webp: 79, avif: 63 };

/** The output in a format. */
export function outputFor(
  { quality, qualities }: ImgproxyOptions,
  format: FormatName,
): RecipeDraft['output'] {
  const own = qualities[format] || QUALITIES[format] || QUALITY;
  return { format, quality: Math.round(quality || own) };
}

/** The steps: trim, turn, crop, resize, effects, canvas, padding, background. */
export function stepsFor(
  options: ImgproxyOptions,
  picture: SourcePicture,
  format: FormatName,
): RecipeDraft['steps'] {
  const { trim, rotate, flip, blur, sharpen, pixelate } = options;
  const isTurned = rotate % 180 !== 0;
  const upright = isTurned ? { width: picture.height, height: picture.width } : picture;
  const { steps: cut, extent } = cropped(options, upright);
  const geometry = geometryOf(options, extent);
  const { dpr } = geometry;
  const background = options.background ?? (format === 'jpeg' && picture.alpha ? 'ffffff' : undefined);
  return [
    ...(trim === undefined ? [] : [{ op: 'trim', ...trim }]),
    ...(rotate === 0 ? [] : [{ op: 'rotate', angle: rotate }]),
    ...(flip.across ? [{ op: 'flop' }] : []),
    ...(flip.down ? [{ op: 'flip' }] : []),
    ...cut,
    ...resized(options, extent, geometry),
    ...(blur > 0 ? [{ op: 'blur', sigma: Math.max(0.3, blur * dpr) }] : []),
    ...(sharpen > 0 ? [{ op: 'sharpen', sigma: sharpen * dpr }] : []),
    ...(pixelate > 1 ? [{ op: 'pixelate', size: Math.round(pixelate * dpr) }] : []),
    ...padded(options, dpr, background),
    ...(background === undefined ? [] : [{ op: 'flatten', background }]),
  ];
}

function cropped(
  { crop, gravity }: ImgproxyOptions,
  picture: Extent,
): { steps: RecipeDraft['steps']; extent: Extent } {
  if (!crop) return { steps: [], extent: picture };
  const pixels = (wanted: number, whole: number) =>
    wanted === 0 ? whole : Math.max(1, Math.min(whole, Math.round(wanted < 1 ? wanted * whole : wanted)));
  const extent = { width: pixels(crop.width, picture.width), height: pixels(crop.height, picture.height) };
  return { steps: [extracted(extent, picture, crop.gravity ?? gravity)], extent };
}

/** Cuts a part out of a picture. */
function extracted(part: Extent, picture: Extent, gravity: Gravity): RecipeDraft['steps'][number] {
  const [x, y] = pointOf(gravity);
  const place = (share: number, whole: number, length: number) =>
    Math.max(0, Math.min(whole - length, Math.round(share * whole - length * centre(share))));
  const left = place(x, picture.width, part.width);
  const top = place(y, picture.height, part.height);
  return { op: 'extract', left, top, width: part.width, height: part.height };
}

/** The share of the part that lies before its point: sides touch their edge, a point is the part's middle. */
function centre(share: number): number {
  return share === 0 ? 0 : share === 1 ? 1 : 0.5;
}

/** A gravity as shares of both sides. */
function pointOf(gravity: Gravity): readonly [number, number] {
  if (typeof gravity !== 'string') return gravity;
  if (gravity === 'attention') throw unknown('Noir looks at the content only where it resizes');
  const x = gravity.endsWith('west') ? 0 : gravity.endsWith('east') ? 1 : 0.5;
  return [x, gravity.startsWith('north') ? 0 : gravity.startsWith('south') ? 1 : 0.5];
}

/**
 * The steps that resize and cut. imgproxy goes by the picture that `trim` leaves; Noir does not know that one here, and asks only
 * that it fits the area.
 */
function resized(options: ImgproxyOptions, picture: Extent, geometry: Geometry): RecipeDraft['steps'] {
  const { extend, gravity } = options;
  const { scaled, kept, canvas } = geometry;
  const around = extend.on && !isSame(canvas, kept) ? extended(canvas, extend.gravity) : [];
  if (options.trim !== undefined || fitsIn(options, picture)) return [...fitted(options, picture), ...around];
  if (isSame(kept, picture)) return around;
  const isWhole = isSame(kept, scaled);
  if (isWhole) return [{ op: 'resize', ...scaled, fit: 'fill' }, ...around];
  const isCover = options.zoom[0] === options.zoom[1] && resizingOf(options, picture) !== 'force';
  const position = typeof gravity === 'string' ? gravity : [...gravity];
  if (isCover && (kept.width === scaled.width || kept.height === scaled.height))
    return [{ op: 'resize', ...kept, fit: 'cover', position }, ...around];
  const scale = isSame(scaled, picture) ? [] : [{ op: 'resize', ...scaled, fit: 'fill' }];
  return [...scale, extracted(kept, scaled, gravity), ...around];
}

/** Whether the picture is fitted into the width and height that were asked for, and nothing else happens to it. */
function fitsIn(options: ImgproxyOptions, picture: Extent): boolean {
  const { width, height, zoom, least } = options;
  const isPlain = zoom[0] === zoom[1] && least.width === 0 && least.height === 0;
  const resizing = resizingOf(options, picture);
  if (width > 0 && height > 0) return isPlain && resizing === 'fit';
  return (width > 0 || height > 0) && isPlain && resizing !== 'force';
}

function fitted(options: ImgproxyOptions, picture: Extent): RecipeDraft['steps'] {
  const { width, height, zoom, dpr, enlarge, gravity } = options;
  const area = {
    ...(width > 0 && { width: Math.round(width * zoom[0] * dpr) }),
    ...(height > 0 && { height: Math.round(height * zoom[1] * dpr) }),
  };
  if (width === 0 && height === 0) return [];
  const fit = ({ fit: 'inside', force: 'fill', fill: 'cover', 'fill-down': 'cover' } as const)[
    resizingOf(options, picture)
  ];
  const position = typeof gravity === 'string' ? gravity : [...gravity];
  return [{ op: 'resize', ...area, fit, position, ...(!enlarge && { withoutEnlargement: true }) }];
}

const isSame = (one: Extent, other: Extent) => one.width === other.width && one.height === other.height;

/** A canvas of the wanted extent, where the picture is smaller. */
function extended({ width, height }: Extent, gravity: Gravity): RecipeDraft['steps'] {
  if (typeof gravity !== 'string' || gravity === 'attention')
    throw unknown('extend: expected a side as its gravity');
  // The picture is not enlarged: it already has its size.
  return [
    {
      op: 'resize',
      width,
      height,
      fit: 'contain',
      position: gravity,
      background: '00000000',
      withoutEnlargement: true,
    },
  ];
}

function padded(
  { padding }: ImgproxyOptions,
  dpr: number,
  background: string | undefined,
): RecipeDraft['steps'] {
  if (padding.every((side) => side === 0)) return [];
  const [top, right, bottom, left] = padding.map((side) => Math.round(side * dpr));
  return [{ op: 'extend', top, right, bottom, left, background: background ?? '00000000' }];
}
