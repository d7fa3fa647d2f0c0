/** Makes a recipe of imgproxy's options, with its steps in imgproxy's order. */
import type { Extent } from '../../core/image.ts';
import type { FormatName } from '../../formats/format.ts';
import type { RecipeDraft, SourcePicture } from './adapter.ts';
import { shrinkInto } from './fitting.ts';
import { unknown } from './imgproxy-address.ts';
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
  const { trim, rotate, flip, blur, sharpen, pixelate, dpr } = options;
  const isTurned = rotate % 180 !== 0;
  const upright = isTurned ? { width: picture.height, height: picture.width } : picture;
  const { steps: cut, extent } = cropped(options, upright);
  const background = options.background ?? (format === 'jpeg' && picture.alpha ? 'ffffff' : undefined);
  return [
    ...(trim === undefined ? [] : [{ op: 'trim', threshold: trim }]),
    ...(rotate === 0 ? [] : [{ op: 'rotate', angle: rotate }]),
    ...(flip.across ? [{ op: 'flop' }] : []),
    ...(flip.down ? [{ op: 'flip' }] : []),
    ...cut,
    ...resized(options, extent),
    ...(blur > 0 ? [{ op: 'blur', sigma: Math.max(0.3, blur * dpr) }] : []),
    ...(sharpen > 0 ? [{ op: 'sharpen', sigma: sharpen * dpr }] : []),
    ...(pixelate > 1 ? [{ op: 'pixelate', size: Math.round(pixelate * dpr) }] : []),
    ...padded(options, background),
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
  const [x, y] = pointOf(crop.gravity ?? gravity);
  const place = (share: number, whole: number, part: number) =>
    Math.max(0, Math.min(whole - part, Math.round(share * whole - part * centre(share))));
  const left = place(x, picture.width, extent.width);
  const top = place(y, picture.height, extent.height);
  return { steps: [{ op: 'extract', left, top, ...extent }], extent };
}

/** The share of the part that lies before its point: sides touch their edge, a point is the part's middle. */
function centre(share: number): number {
  return share === 0 ? 0 : share === 1 ? 1 : 0.5;
}

/** A gravity as shares of both sides. */
function pointOf(gravity: Gravity): readonly [number, number] {
  if (typeof gravity !== 'string') return gravity;
  if (gravity === 'attention') throw unknown('crop: Noir looks at the content only where it resizes');
  const x = gravity.endsWith('west') ? 0 : gravity.endsWith('east') ? 1 : 0.5;
  return [x, gravity.startsWith('north') ? 0 : gravity.startsWith('south') ? 1 : 0.5];
}

/** The wanted extent in pixels; 0 where the other side decides. */
function wantedOf({ width, height, zoom, dpr, least }: ImgproxyOptions, picture: Extent): Extent {
  const scale = ([x, y]: readonly [number, number]) => ({
    width: Math.round(width * x * dpr),
    height: Math.round(height * y * dpr),
  });
  const wanted = scale(zoom);
  if (least.width === 0 && least.height === 0) return wanted;
  // Least sides hold for what the proportions make of the others.
  const factors = [
    wanted.width / picture.width || Number.POSITIVE_INFINITY,
    wanted.height / picture.height || Number.POSITIVE_INFINITY,
  ];
  const factor = Math.min(...factors, Number.MAX_SAFE_INTEGER);
  const usual = Number.isFinite(factor) && factor < Number.MAX_SAFE_INTEGER ? factor : 1;
  const raised = Math.max(usual, (least.width * dpr) / picture.width, (least.height * dpr) / picture.height);
  if (raised === usual) return wanted;
  return { width: Math.round(picture.width * raised), height: Math.round(picture.height * raised) };
}

function resized(options: ImgproxyOptions, picture: Extent): RecipeDraft['steps'] {
  const { enlarge, extend, gravity } = options;
  const { width, height } = wantedOf(options, picture);
  if (width === 0 && height === 0) return [];
  const limit = enlarge ? {} : { withoutEnlargement: true };
  if (width === 0 || height === 0)
    return [{ op: 'resize', ...(width === 0 ? { height } : { width }), ...limit }];
  const area = { width, height };
  const position = typeof gravity === 'string' ? gravity : [...gravity];
  const canvas = extend.on ? extended(area, extend.gravity) : [];
  const isTall = (extent: Extent) => extent.width < extent.height;
  const alike = isTall(area) === isTall(picture);
  switch (options.resizing === 'auto' ? (alike ? 'fill' : 'fit') : options.resizing) {
    case 'fit':
      return [{ op: 'resize', ...area, fit: 'inside', ...limit }, ...canvas];
    case 'force':
      return [{ op: 'resize', ...area, fit: 'fill', ...limit }];
    case 'fill-down':
      return [{ op: 'resize', ...shrinkInto(area, picture), fit: 'cover', position }];
    case 'fill': {
      const least = { width: Math.min(width, picture.width), height: Math.min(height, picture.height) };
      return [{ op: 'resize', ...(enlarge ? area : least), fit: 'cover', position }, ...canvas];
    }
  }
}

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

function padded({ padding, dpr }: ImgproxyOptions, background: string | undefined): RecipeDraft['steps'] {
  if (padding.every((side) => side === 0)) return [];
  const [top, right, bottom, left] = padding.map((side) => Math.round(side * dpr));
  return [{ op: 'extend', top, right, bottom, left, background: background ?? '00000000' }];
}
