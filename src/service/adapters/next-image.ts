/** Addresses of `next/image` 16: `/_next/image?url=%2Fcats%2Ftom.jpg&w=640&q=75`. */
import * as z from 'zod';
import type { FormatName } from '../../formats/format.ts';
import { FORMATS } from '../../formats/registry.ts';
import {
  type Adapted,
  type AddressRequest,
  refused,
  type SourcePicture,
  type UrlAdapter,
} from './adapter.ts';
import { checkSettings } from './check-settings.ts';

/** The part of `images` in `next.config` that this adapter takes, with Next's defaults. */
export interface NextImageOptions {
  /** Widths of screens in pixels. */
  readonly deviceSizes?: readonly number[];
  /** Widths of pictures that are smaller than the screen. */
  readonly imageSizes?: readonly number[];
  /** Qualities that addresses may ask for, 1 to 100. */
  readonly qualities?: readonly number[];
  /** Formats for clients that name them, the best first. */
  readonly formats?: readonly ('image/avif' | 'image/webp' | 'avif' | 'webp')[];
}

const DEFAULTS = {
  deviceSizes: [640, 750, 828, 1080, 1200, 1920, 2048, 3840],
  imageSizes: [32, 48, 64, 96, 128, 256, 384],
  qualities: [75],
  formats: ['webp'],
} as const satisfies Required<NextImageOptions>;

/** Characters of an address at most. */
const LONGEST = 3072;

/** How much lower AVIF's quality is, and its encoder's effort. */
const AVIF = { less: 20, effort: 3 };

/** The errors of Next, all with status 400. */
const REFUSALS = {
  'source-forbidden': refused('"url" parameter is not allowed'),
  'svg-refused': refused('"url" parameter is valid but image type is not allowed'),
  'unsupported-format': refused("The requested resource isn't a valid image"),
  'source-not-picture': refused("The requested resource isn't a valid image"),
};

const numbers = z.array(z.int('expected whole numbers').positive(), 'expected a list of whole numbers');

const SETTINGS = z.strictObject({
  deviceSizes: numbers,
  imageSizes: numbers,
  qualities: numbers,
  formats: z.array(z.enum(['image/avif', 'image/webp', 'avif', 'webp'], 'expected image/avif or image/webp')),
});

/** Reads addresses of the default loader of `next/image`, below `/_next/image`. Throws for settings that are wrong or unknown. */
export function nextImage(options: NextImageOptions = {}): UrlAdapter {
  const settings = { ...DEFAULTS, ...options };
  checkSettings('nextImage', SETTINGS, settings);
  const formats = settings.formats.map((format) => format.replace('image/', '') as FormatName);
  const widths = [...settings.deviceSizes, ...settings.imageSizes];
  const read = ({ query, accept = '' }: AddressRequest): Adapted => {
    const address = readAddress(query);
    const width = readAllowed(query, { name: 'w', word: 'width', most: Number.MAX_SAFE_INTEGER }, widths);
    const quality = readAllowed(query, { name: 'q', word: 'quality', most: 100 }, settings.qualities);
    const wanted = formats.find((format) => accept.includes(FORMATS[format].mime));
    return {
      address,
      readsAccept: true,
      recipeFor: (picture) => {
        // Next sends animations as they are.
        if (picture.animated) return 'original';
        const format = formatFor(picture, wanted);
        const steps = [{ op: 'resize', width, withoutEnlargement: true }];
        const avif = { quality: Math.max(1, quality - AVIF.less), effort: AVIF.effort };
        return { steps, output: { format, ...(format === 'avif' ? avif : { quality }) } };
      },
    };
  };
  return { name: 'next-image', read, refusals: REFUSALS };
}

/** A client that names no newer format gets the picture's own, or JPEG; PNG where Next would lose alpha. */
function formatFor({ format, alpha }: SourcePicture, wanted: FormatName | undefined): FormatName {
  if (wanted) return wanted;
  const isNew = format === 'webp' || format === 'avif';
  return isNew ? (alpha ? 'png' : 'jpeg') : format;
}

function readAddress(query: URLSearchParams): string {
  const url = readOnce(query, 'url', '"url" parameter');
  if (url.length > LONGEST) throw refused('"url" parameter is too long');
  if (url.startsWith('//')) throw refused('"url" parameter cannot be a protocol-relative URL (//)');
  if (url.startsWith('/')) {
    if (/^\/_next\/image(?:$|[/?#])/.test(url)) throw refused('"url" parameter cannot be recursive');
    return decodePath(url.slice(1));
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) throw refused('"url" parameter is invalid');
  return url;
}

/** The path of a picture of this server, as sources take it: decoded, and without a query. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.replace(/[?#].*$/, ''));
  } catch {
    throw refused('"url" parameter is invalid');
  }
}

interface Parameter {
  readonly name: string;
  readonly word: string;
  readonly most: number;
}

/** A whole number of a list. The errors are Next's. */
function readAllowed(
  query: URLSearchParams,
  { name, word, most }: Parameter,
  allowed: readonly number[],
): number {
  const title = `"${name}" parameter (${word})`;
  const text = readOnce(query, name, title);
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    const range = most === 100 ? 'an integer between 1 and 100' : 'an integer greater than 0';
    throw refused(`${title} must be ${range}`);
  }
  if (!allowed.includes(value)) throw refused(`${title} of ${value} is not allowed`);
  return value;
}

function readOnce(query: URLSearchParams, name: string, title: string): string {
  const [value, ...more] = query.getAll(name);
  if (!value) throw refused(`${title} is required`);
  if (more.length > 0) throw refused(`${title} cannot be an array`);
  return value;
}
