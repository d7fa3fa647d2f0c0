/** Addresses of Cloudflare Images: `/cdn-cgi/image/width=300,format=auto/cats/tom.jpg`. */
import type { Extent } from '../../core/image.ts';
import { lookUp } from '../../core/look-up.ts';
import { decodeOnce, repairScheme } from '../address-text.ts';
import {
  type Adapted,
  type AddressRequest,
  type Hints,
  type RecipeDraft,
  readNumber,
  readWord,
  refused,
  type SourcePicture,
  type UrlAdapter,
} from './adapter.ts';
import { trimmed } from './cloudflare-trim.ts';
import { shrinkInto } from './fitting.ts';

type Options = ReadonlyMap<string, string>;

const SHORT: Readonly<Record<string, string>> = {
  w: 'width',
  h: 'height',
  q: 'quality',
  f: 'format',
  g: 'gravity',
  scq: 'slow-connection-quality',
};

const FITS = [
  ...(['scale-down', 'contain', 'cover', 'crop', 'pad', 'squeeze', 'scale-up', 'aspect-crop'] as const),
] as const;

const FORMATS = ['auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'gif'] as const;

/** Cloudflare's words for qualities. */
const QUALITIES: Readonly<Record<string, number>> = {
  high: 90,
  'medium-high': 80,
  'medium-low': 65,
  low: 50,
};

/** Cloudflare's default. */
const QUALITY = 85;

/** One option. A colour may hold commas: `background=rgb(240,40,145)`. */
const OPTION = /(?:[^,(]|\([^)]*\)?)+/g;

/** Options that change nothing here, since metadata are always removed and no encoder is hurried. */
const WITHOUT_EFFECT = ['metadata', 'compression'];

/** Cloudflare's widths for `width=auto`, in pixels. */
const WIDTHS = { breakpoints: '320;768;960;1200', mobile: '768', desktop: '1200' };

/** Headers that decide on `width=auto`, and on `slow-connection-quality`. */
const VARY = {
  width: [...['Sec-CH-Viewport-Width', 'Viewport-Width', 'Sec-CH-DPR', 'DPR', 'Sec-CH-UA-Mobile']],
  quality: ['Save-Data', 'ECT', 'RTT', 'Downlink'],
};

/** What Cloudflare takes, and Noir does not. */
const MISSING = ['segment', 'zoom', 'draw', 'border', 'origin-auth'];

const KNOWN = [
  ...[
    'width',
    'height',
    'fit',
    'gravity',
    'quality',
    'format',
    'dpr',
    'background',
    'blur',
    'sharpen',
    'brightness',
  ],
  ...['contrast', 'gamma', 'saturation', 'rotate', 'flip', 'trim', 'anim', 'onerror', 'upscale'],
  ...['slow-connection-quality', 'wbreakpoints', 'wmobile', 'wdesktop'],
  ...['trim.top', 'trim.left', 'trim.width', 'trim.height'],
];

/** Reads addresses of Cloudflare Images, below `/cdn-cgi/image`. */
export function cloudflare(): UrlAdapter {
  return { name: 'cloudflare', read };
}

function read({ path, hints }: AddressRequest): Adapted {
  const slash = path.indexOf('/');
  const address = repairScheme(decodeOnce(path.slice(slash + 1)));
  if (slash < 1 || address === '') throw refused('Pictures are at /cdn-cgi/image/{options}/{picture}');
  const written = readOptions(decodeOnce(path.slice(0, slash)));
  const options = withHints(written, hints);
  const redirects = options.get('onerror');
  if (redirects !== undefined) readWord(redirects, 'onerror', ['redirect']);
  return {
    address: address.replace(/^\/+/, ''),
    recipeFor: (picture) => recipeFor(options, picture),
    ...(hints && { vary: varyOf(written) }),
    ...(redirects !== undefined && { redirectsOnError: true }),
  };
}

function readOptions(text: string): Options {
  const options = new Map<string, string>();
  for (const [part] of text.matchAll(OPTION)) {
    const equals = part.indexOf('=');
    const written = part.slice(0, Math.max(0, equals)).trim();
    const name = lookUp(SHORT, written) ?? written;
    if (MISSING.includes(name)) throw refused(`${name}: Noir has no such option`);
    if (WITHOUT_EFFECT.includes(name)) continue;
    if (!KNOWN.includes(name)) throw refused(`there is no option ${name === '' ? part : name}`);
    options.set(name, part.slice(equals + 1).trim());
  }
  return options;
}

/** The options with what client hints say; as they are without hints. */
function withHints(options: Options, hints: Hints | undefined): Options {
  if (!hints) return options;
  const hinted = new Map(options);
  const slow = options.get('slow-connection-quality');
  if (slow !== undefined && hints.isSlow) hinted.set('quality', slow);
  if (options.get('width') !== 'auto') return hinted;
  // The width is in pixels of the device already.
  hinted.delete('dpr');
  return hinted.set('width', autoWidth(options, hints));
}

/** The least breakpoint that fills the page; without that hint, the width for the kind of device. */
function autoWidth(options: Options, { viewportWidth, dpr = 1, isMobile }: Hints): string {
  if (viewportWidth === undefined) {
    return isMobile ? (options.get('wmobile') ?? WIDTHS.mobile) : (options.get('wdesktop') ?? WIDTHS.desktop);
  }
  const texts = (options.get('wbreakpoints') ?? WIDTHS.breakpoints).split(';');
  const widths = texts.map((text) => readNumber(text, 'wbreakpoints', { least: 1, most: 1e6, whole: true }));
  const sorted = widths.toSorted((a, b) => a - b);
  return `${sorted.find((width) => width >= viewportWidth * dpr) ?? sorted.at(-1)}`;
}

function varyOf(options: Options): readonly string[] {
  return [
    ...(options.get('width') === 'auto' ? VARY.width : []),
    ...(options.has('slow-connection-quality') ? VARY.quality : []),
  ];
}

function recipeFor(options: Options, picture: SourcePicture): RecipeDraft {
  const format = readFormat(options.get('format'));
  const isStill = options.get('anim') === 'false';
  return {
    ...(isStill && { input: { animated: false } }),
    steps: stepsOf(options, picture),
    output: outputOf(format, readQuality(options.get('quality'))),
  };
}

/** WebP of the highest quality is without loss there. */
function outputOf(format: Record<string, unknown>, quality: number): Record<string, unknown> {
  const isLossless = format.format === 'webp' && quality === 100;
  return isLossless ? { ...format, lossless: true } : { ...format, quality };
}

function readFormat(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  if (text === 'json') throw refused('format: Noir answers no JSON here; see /image/info');
  const format = readWord(text, 'format', FORMATS);
  if (format === 'baseline-jpeg') return { format: 'jpeg', progressive: false };
  return format === 'jpeg' ? { format, progressive: true } : { format };
}

function readQuality(text: string | undefined): number {
  if (text === undefined) return QUALITY;
  const named = lookUp(QUALITIES, text);
  return named ?? readNumber(text, 'quality', { least: 1, most: 100, whole: true });
}

function stepsOf(options: Options, picture: SourcePicture): RecipeDraft['steps'] {
  if (options.get('upscale') !== undefined)
    readWord(options.get('upscale') as string, 'upscale', ['interpolate']);
  const factor = (name: string, op: string, field: string, most: number) => {
    const text = options.get(name);
    return text === undefined ? [] : [{ op, [field]: readNumber(text, name, { least: 0, most }) }];
  };
  const { steps: cut, extent } = trimmed(options, picture);
  const turn = options.get('rotate');
  const angle =
    turn === undefined ? 0 : Number(readWord(turn, 'rotate', ['0', '90', '180', '270', '360'])) % 360;
  const upright = angle % 180 === 0 ? extent : { width: extent.height, height: extent.width };
  const flips = options.get('flip');
  const flip = flips === undefined ? '' : readWord(flips, 'flip', ['h', 'v', 'hv', 'vh']);
  const blur = options.get('blur');
  return [
    ...cut,
    ...(flip.includes('h') ? [{ op: 'flop' }] : []),
    ...(flip.includes('v') ? [{ op: 'flip' }] : []),
    ...(angle === 0 ? [] : [{ op: 'rotate', angle }]),
    ...resized(options, upright),
    ...(options.has('background') ? [{ op: 'flatten', background: options.get('background') }] : []),
    ...factor('brightness', 'brightness', 'factor', 100),
    ...factor('contrast', 'contrast', 'factor', 100),
    // Cloudflare ignores 0.
    ...(Number(options.get('gamma')) === 0 ? [] : factor('gamma', 'gamma', 'gamma', 100)),
    ...factor('saturation', 'saturation', 'factor', 100),
    // Cloudflare names a radius; a Gaussian of half of it looks like theirs.
    ...(blur === undefined
      ? []
      : [{ op: 'blur', sigma: readNumber(blur, 'blur', { least: 1, most: 250 }) / 2 }]),
    ...sharpened(options.get('sharpen')),
  ];
}

function sharpened(text: string | undefined): RecipeDraft['steps'] {
  const sigma = text === undefined ? 0 : readNumber(text, 'sharpen', { least: 0, most: 10 });
  return sigma === 0 ? [] : [{ op: 'sharpen', sigma }];
}

function resized(options: Options, picture: Extent): RecipeDraft['steps'] {
  const dpr = readNumber(options.get('dpr') ?? '1', 'dpr', { least: 0.1, most: 8 });
  const side = (name: string) => {
    const text = options.get(name);
    // Without a hint of the client, `auto` is as wide as the picture.
    if (text === undefined || text === 'auto') return undefined;
    const value = readNumber(text, name, { least: 1, most: 1e6, whole: true });
    return Math.max(1, Math.round(value * dpr));
  };
  const [width, height] = [side('width'), side('height')];
  const fit = readWord(options.get('fit') ?? 'scale-down', 'fit', FITS);
  const place = positionOf(options.get('gravity'));
  if (width === undefined && height === undefined) return [];
  if (width === undefined || height === undefined) return [oneSide({ width, height }, fit)];
  const area = { width, height };
  const resize = (fields: Record<string, unknown>) => [{ op: 'resize', ...area, ...fields }];
  switch (fit) {
    case 'scale-down':
      return resize({ fit: 'inside', withoutEnlargement: true });
    case 'contain':
      return resize({ fit: 'inside' });
    case 'scale-up':
      return resize({ fit: 'inside', withoutReduction: true });
    case 'squeeze':
      return resize({ fit: 'fill' });
    case 'pad':
      return resize({ fit: 'contain', background: options.get('background') ?? 'white' });
    case 'cover':
      return resize({ fit: 'cover', ...place });
    case 'aspect-crop':
      return resize({ ...shrinkInto(area, picture), fit: 'cover', ...place });
    case 'crop':
      return resize({
        width: Math.min(width, picture.width),
        height: Math.min(height, picture.height),
        fit: 'cover',
        ...place,
      });
  }
}

function oneSide(
  sides: { readonly width: number | undefined; readonly height: number | undefined },
  fit: (typeof FITS)[number],
): Record<string, unknown> {
  const enlarges = ['contain', 'cover', 'pad', 'squeeze', 'scale-up'].includes(fit);
  const given = Object.fromEntries(Object.entries(sides).filter(([, value]) => value !== undefined));
  return {
    op: 'resize',
    ...given,
    ...(!enlarges && { withoutEnlargement: true }),
    ...(fit === 'scale-up' && { withoutReduction: true }),
  };
}

function positionOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  if (text === 'auto') return { position: 'attention' };
  if (text === 'face') throw refused('gravity: Noir finds no faces; auto looks at the content');
  if (['left', 'right', 'top', 'bottom', 'center'].includes(text)) return { position: text };
  const [x = '', y = ''] = text.split('x');
  return { position: [x, y].map((share) => readNumber(share, 'gravity', { least: 0, most: 1 })) };
}
