/**
 * Addresses of imgproxy 4.0: `/signature/rs:fill:300:200/g:sm/plain/https://example.com/tom.jpg@webp`. The free options
 * are taken; those of its paid version are not.
 */
import * as z from 'zod';
import { lookUp } from '../../core/look-up.ts';
import { findFormat } from '../../formats/registry.ts';
import type { Adapted, AddressRequest, Hints, SourcePicture, UrlAdapter } from './adapter.ts';
import { checkSettings } from './check-settings.ts';
import { type ImgproxyKey, type ImgproxyOption, splitAddress, unknown } from './imgproxy-address.ts';
import { DEFAULT_OPTIONS, type ImgproxyOptions, readOption } from './imgproxy-options.ts';
import { outputFor, stepsFor } from './imgproxy-recipe.ts';

/** Options of `imgproxy`. */
export interface ImgproxyAdapterOptions {
  /** A signature of any of several keys counts. Without a key, addresses carry no signature that counts. */
  readonly key?: ImgproxyKey | readonly ImgproxyKey[];
  /** Options by the name of a preset: `{ thumb: 'rs:fill:300:300/q:70' }`. Those of `default` hold for every address. */
  readonly presets?: Readonly<Record<string, string>>;
  /**
   * Newer formats that clients get who name them in `Accept`, where the address names none, as `IMGPROXY_AUTO_AVIF` and
   * `IMGPROXY_AUTO_WEBP`; none by default.
   */
  readonly autoFormats?: readonly NewerFormat[];
  /** Those that they get whatever the address names, as `IMGPROXY_ENFORCE_AVIF` and `IMGPROXY_ENFORCE_WEBP`. */
  readonly enforcedFormats?: readonly NewerFormat[];
}

/** Formats that only some clients take, the better one first. */
const NEWER = ['avif', 'webp'] as const;

type NewerFormat = (typeof NEWER)[number];

/** Client hints that imgproxy takes. */
const VARY = ['Sec-CH-DPR', 'DPR', 'Sec-CH-Width', 'Width'];

/** Presets within presets at most. */
const DEEPEST = 8;

const hex = z.string('expected hexadecimal digits').regex(/^([\da-f]{2})+$/i, 'expected hexadecimal digits');
const newer = z.array(z.enum(NEWER, 'expected avif or webp'), 'expected a list of avif and webp').optional();

const SETTINGS = z.strictObject({
  key: z.array(z.strictObject({ key: hex, salt: hex, signatureSize: z.int().min(1).max(32).optional() })),
  presets: z.record(z.string(), z.string(), 'expected { name: options }').optional(),
  autoFormats: newer,
  enforcedFormats: newer,
});

/** Reads addresses of imgproxy. Throws for settings that are wrong or unknown. */
export function imgproxy(settings: ImgproxyAdapterOptions = {}): UrlAdapter {
  const { key, presets = {}, autoFormats = [], enforcedFormats = [] } = settings;
  const keys = key === undefined ? [] : [key].flat();
  checkSettings('imgproxy', SETTINGS, { ...settings, key: keys });
  const mistake = presetMistake(presets);
  if (mistake) throw new Error(`options.presets of imgproxy: ${mistake}`);
  const readsAccept = autoFormats.length > 0 || enforcedFormats.length > 0;
  const always = Object.hasOwn(presets, 'default') ? [{ name: 'preset', args: ['default'] }] : [];
  const read = ({ path, accept = '', hints }: AddressRequest): Adapted => {
    const { options: written, address, ending } = splitAddress(path, keys);
    const usual = { ...DEFAULT_OPTIONS, ...hinted(hints) };
    const options = [...always, ...written].reduce((sum, option) => apply(sum, option, presets), usual);
    if (options.expires !== undefined && options.expires < Date.now() / 1000) {
      throw unknown('The address has expired');
    }
    const format = ending ?? options.format;
    const known = format === undefined ? undefined : findFormat(format)?.name;
    if (format !== undefined && !known) throw unknown(`There is no format ${format}`);
    return {
      address,
      ...(options.expires !== undefined && { expires: options.expires }),
      ...(options.fileName !== undefined && { fileName: options.fileName }),
      ...(options.attachment && { attachment: true }),
      ...(hints && { vary: VARY }),
      ...(readsAccept && { readsAccept }),
      recipeFor: (picture) => {
        const taken = (formats: readonly NewerFormat[]) => newerOf(formats, accept, picture);
        const newer = taken(enforcedFormats) ?? (known ? undefined : taken(autoFormats));
        const goal = newer ?? known ?? picture.format;
        const isSkipped = goal === picture.format && options.skipped.includes(picture.format);
        if (options.raw || isSkipped) return 'original';
        return { steps: stepsFor(options, picture, goal), output: outputFor(options, goal) };
      },
    };
  };
  const refusals = { 'source-forbidden': unknown('The source is not allowed') };
  const logged = (path: string) => path.replace(/^[^/]*/, '-');
  return { name: 'imgproxy', read, signed: keys.length > 0, logged, refusals };
}

/** What is wrong with the first preset that no address could use; undefined where all are right. */
export function presetMistake(presets: Readonly<Record<string, string>>): string | undefined {
  for (const name of Object.keys(presets)) {
    try {
      apply(DEFAULT_OPTIONS, { name: 'preset', args: [name] }, presets);
    } catch (error) {
      return `${name}: ${(error as Error).message}`;
    }
  }
  return undefined;
}

/** The best of some formats that the client names. Animations are no AVIF, as with imgproxy. */
function newerOf(formats: readonly NewerFormat[], accept: string, { animated }: SourcePicture) {
  const fitting = NEWER.filter((format) => formats.includes(format) && !(format === 'avif' && animated));
  return fitting.find((format) => accept.includes(`image/${format}`));
}

/** What client hints set, unless the address does: a width in pixels of CSS, and the density. */
function hinted({ width, dpr = 1 }: Partial<Hints> = {}): Partial<ImgproxyOptions> {
  return { dpr, ...(width !== undefined && { width: width / dpr }) };
}

/** Applies an option, or those of a preset in its place. */
function apply(
  options: ImgproxyOptions,
  option: ImgproxyOption,
  presets: Readonly<Record<string, string>>,
  depth = 0,
): ImgproxyOptions {
  if (option.name !== 'preset' && option.name !== 'pr') return readOption(options, option);
  return option.args.reduce((sum, name) => {
    const text = lookUp(presets, name);
    if (text === undefined) throw unknown(`There is no preset ${name}`);
    if (depth === DEEPEST) throw unknown(`Too many presets within each other: ${name}`);
    return text.split('/').reduce((inner, part) => {
      const [first = '', ...args] = part.split(':');
      return apply(inner, { name: first, args }, presets, depth + 1);
    }, sum);
  }, options);
}
