/** The options of imgproxy: their names, arguments and defaults. */
import { lookUp } from '../../core/look-up.ts';
import { findFormat } from '../../formats/registry.ts';
import { readNumber, readWord } from './adapter.ts';
import { decodeText, type ImgproxyOption, unknown } from './imgproxy-address.ts';

const RESIZING = ['fit', 'fill', 'fill-down', 'force', 'auto'] as const;

const GRAVITIES = {
  ...{ ce: 'center', no: 'north', so: 'south', ea: 'east', we: 'west' },
  ...{ noea: 'northeast', nowe: 'northwest', soea: 'southeast', sowe: 'southwest', sm: 'attention' },
} as const;

/** A place in a picture: a side, `attention`, or a point as shares of both sides. */
export type Gravity = (typeof GRAVITIES)[keyof typeof GRAVITIES] | readonly [x: number, y: number];

/** A size; 0 is that of the picture, or of the other side. */
interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ImgproxyOptions extends Size {
  readonly resizing: (typeof RESIZING)[number];
  readonly enlarge: boolean;
  readonly extend: { readonly on: boolean; readonly gravity: Gravity };
  readonly gravity: Gravity;
  readonly least: Size;
  readonly zoom: readonly [x: number, y: number];
  readonly dpr: number;
  /** Sizes below 1 are shares. */
  readonly crop: (Size & { readonly gravity: Gravity | undefined }) | undefined;
  /** The colour is that of the first pixel unless given. */
  readonly trim: { readonly threshold: number; readonly background: string | undefined } | undefined;
  readonly padding: readonly [top: number, right: number, bottom: number, left: number];
  readonly rotate: number;
  readonly flip: { readonly across: boolean; readonly down: boolean };
  readonly background: string | undefined;
  readonly blur: number;
  readonly sharpen: number;
  readonly pixelate: number;
  /** 0 for the default. */
  readonly quality: number;
  readonly qualities: Readonly<Record<string, number>>;
  readonly format: string | undefined;
  /** Formats that are sent as they are. */
  readonly skipped: readonly string[];
  readonly raw: boolean;
  /** Seconds since 1970. */
  readonly expires: number | undefined;
  readonly fileName: string | undefined;
  readonly attachment: boolean;
}

export const DEFAULT_OPTIONS: ImgproxyOptions = {
  ...{ width: 0, height: 0, resizing: 'fit', enlarge: false, extend: { on: false, gravity: 'center' } },
  ...{ gravity: 'center', least: { width: 0, height: 0 }, zoom: [1, 1], dpr: 1, crop: undefined },
  ...{ trim: undefined, padding: [0, 0, 0, 0], rotate: 0, flip: { across: false, down: false } },
  ...{ background: undefined, blur: 0, sharpen: 0, pixelate: 0, quality: 0, qualities: {} },
  ...{
    format: undefined,
    skipped: [],
    raw: false,
    expires: undefined,
    fileName: undefined,
    attachment: false,
  },
};

/** What an option changes. Arguments that are empty keep what was there. */
type Reader = (args: readonly string[], options: ImgproxyOptions) => Partial<ImgproxyOptions>;

const side = (text: string | undefined, name: string, usual: number) =>
  text === undefined || text === '' ? usual : readNumber(text, name, { least: 0, most: 1e6, whole: true });

const real = (text: string | undefined, name: string, { least = 0, most = 1e6, usual = 0 } = {}) =>
  text === undefined || text === '' ? usual : readNumber(text, name, { least, most });

const isOn = (text: string | undefined, usual = false) =>
  text === undefined || text === '' ? usual : ['1', 't', 'true'].includes(text);

function size([width, height, enlarge, ...extend]: readonly string[], options: ImgproxyOptions) {
  return {
    width: side(width, 'width', options.width),
    height: side(height, 'height', options.height),
    enlarge: isOn(enlarge, options.enlarge),
    ...(extend.length > 0 && { extend: readExtend(extend) }),
  };
}

function readExtend([on, ...gravity]: readonly string[]): ImgproxyOptions['extend'] {
  return { on: isOn(on), gravity: gravity.length > 0 ? readGravity(gravity) : 'center' };
}

function readGravity([kind = '', x = '0', y = '0']: readonly string[]): Gravity {
  if (kind === 'fp') return [real(x, 'gravity', { most: 1 }), real(y, 'gravity', { most: 1 })];
  const known = readWord(kind, 'gravity', Object.keys(GRAVITIES) as (keyof typeof GRAVITIES)[]);
  if (Number(x) !== 0 || Number(y) !== 0) throw unknown('gravity: Noir takes no offsets');
  return GRAVITIES[known];
}

function padding([top, right, bottom, left]: readonly string[]) {
  const above = side(top, 'padding', 0);
  const across = side(right, 'padding', above);
  return {
    padding: [above, across, side(bottom, 'padding', above), side(left, 'padding', across)],
  } satisfies Partial<ImgproxyOptions>;
}

function background(args: readonly string[]) {
  if (args.length === 3) {
    const levels = args.map((level) => readNumber(level, 'background', { least: 0, most: 255, whole: true }));
    return { background: levels.map((level) => level.toString(16).padStart(2, '0')).join('') };
  }
  return { background: readColour(args[0], 'background') };
}

/** Hexadecimal digits; undefined for an empty text. */
function readColour(text = '', name: string): string | undefined {
  if (text !== '' && !/^([\da-f]{3}|[\da-f]{6})$/i.test(text)) throw unknown(`${name}: expected a colour`);
  return text === '' ? undefined : text;
}

function trim([threshold, colour, ...equal]: readonly string[]) {
  if (equal.some((text) => isOn(text))) throw unknown('trim: Noir cuts each side by itself');
  return {
    trim: { threshold: real(threshold, 'trim', { usual: 10 }), background: readColour(colour, 'trim') },
  } satisfies Partial<ImgproxyOptions>;
}

function fileName([name = '', encoded]: readonly string[]) {
  return {
    fileName: isOn(encoded) ? Buffer.from(name, 'base64url').toString('utf8') : decodeText(name),
  };
}

function formatQualities(args: readonly string[]) {
  const pairs = args.flatMap((name, at) => (at % 2 === 0 ? [[name, args[at + 1] ?? ''] as const] : []));
  const read = pairs.map(([name, text]) => [findFormat(name)?.name ?? name, side(text, 'format_quality', 0)]);
  return { qualities: Object.fromEntries(read) as Record<string, number> };
}

const zoom: Reader = ([x, y]) => {
  const across = real(x, 'zoom', { least: 0.001, usual: 1 });
  return { zoom: [across, real(y, 'zoom', { least: 0.001, usual: across })] };
};

const crop: Reader = ([width, height, ...gravity]) => ({
  crop: {
    width: real(width, 'crop'),
    height: real(height, 'crop'),
    gravity: gravity.length > 0 ? readGravity(gravity) : undefined,
  },
});

const rotate: Reader = ([angle = '0']) => ({
  rotate: Number(readWord(angle, 'rotate', ['0', '90', '180', '270', '360'])) % 360,
});

const READERS: Readonly<Record<string, Reader>> = {
  resize: ([kind, ...rest], options) => ({
    ...(kind ? { resizing: readWord(kind, 'resize', RESIZING) } : {}),
    ...size(rest, options),
  }),
  size,
  resizing_type: ([kind = '']) => ({ resizing: readWord(kind, 'resizing_type', RESIZING) }),
  width: ([text]) => ({ width: side(text, 'width', 0) }),
  height: ([text]) => ({ height: side(text, 'height', 0) }),
  'min-width': ([text], { least }) => ({ least: { ...least, width: side(text, 'min-width', 0) } }),
  'min-height': ([text], { least }) => ({ least: { ...least, height: side(text, 'min-height', 0) } }),
  zoom,
  dpr: ([text]) => ({ dpr: real(text, 'dpr', { least: 0.1, most: 8, usual: 1 }) }),
  enlarge: ([text]) => ({ enlarge: isOn(text) }),
  extend: (args) => ({ extend: readExtend(args) }),
  gravity: (args) => ({ gravity: readGravity(args) }),
  crop,
  trim,
  padding,
  rotate,
  flip: ([across, down]) => ({ flip: { across: isOn(across), down: isOn(down) } }),
  background,
  blur: ([sigma]) => ({ blur: real(sigma, 'blur', { most: 1000 }) }),
  sharpen: ([sigma]) => ({ sharpen: real(sigma, 'sharpen', { most: 10 }) }),
  pixelate: ([pixels]) => ({ pixelate: side(pixels, 'pixelate', 0) }),
  quality: ([text]) => ({ quality: real(text, 'quality', { most: 100 }) }),
  format_quality: formatQualities,
  format: ([name]) => ({ format: name || undefined }),
  skip_processing: (args) => ({ skipped: args.map((name) => findFormat(name)?.name ?? name) }),
  raw: ([text]) => ({ raw: isOn(text) }),
  expires: ([text]) => ({ expires: real(text, 'expires', { most: 1e12 }) || undefined }),
  filename: fileName,
  return_attachment: ([text]) => ({ attachment: isOn(text) }),
};

const SHORT: Readonly<Record<string, string>> = {
  ...{
    rs: 'resize',
    s: 'size',
    rt: 'resizing_type',
    w: 'width',
    h: 'height',
    mw: 'min-width',
    mh: 'min-height',
  },
  ...{
    min_width: 'min-width',
    min_height: 'min-height',
    z: 'zoom',
    el: 'enlarge',
    ex: 'extend',
    g: 'gravity',
  },
  ...{
    c: 'crop',
    t: 'trim',
    pd: 'padding',
    rot: 'rotate',
    fl: 'flip',
    bg: 'background',
    bl: 'blur',
    sh: 'sharpen',
  },
  ...{
    pix: 'pixelate',
    q: 'quality',
    fq: 'format_quality',
    f: 'format',
    ext: 'format',
    skp: 'skip_processing',
  },
  ...{ exp: 'expires', fn: 'filename', att: 'return_attachment' },
};

/** Options that change nothing here: pictures are always turned upright, and their metadata removed. */
const WITHOUT_EFFECT = [
  ...['auto_rotate', 'ar', 'strip_metadata', 'sm', 'strip_color_profile', 'scp', 'cachebuster', 'cb'],
  ...['enforce_thumbnail', 'eth'],
];

/** The options after one more. Throws `not-found` for one that Noir does not take. */
export function readOption(options: ImgproxyOptions, { name, args }: ImgproxyOption): ImgproxyOptions {
  if (WITHOUT_EFFECT.includes(name)) return options;
  const reader = lookUp(READERS, lookUp(SHORT, name) ?? name);
  if (!reader) throw unknown(`There is no option ${name}`);
  return { ...options, ...reader(args, options) };
}
