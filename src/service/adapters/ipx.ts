/**
 * Addresses of IPX 3.1 and 4 beta: `/_ipx/w_300&f_webp/cats/tom.jpg`. Modifiers are separated by `,` or `&`, values by
 * `_`, `:` or `=`. IPX hands them to sharp, which works in an order of its own, whatever the order in the address.
 */
import type { Extent } from '../../core/image.ts';
import {
  type Adapted,
  type AddressRequest,
  decodeOnce,
  type RecipeDraft,
  readNumber,
  readWord,
  refused,
  repairScheme,
  type SourcePicture,
  type UrlAdapter,
} from './adapter.ts';
import { shrinkInto } from './fitting.ts';

/** Modifiers by their long names, and the values that were given to each. */
type Modifiers = ReadonlyMap<string, readonly string[]>;

const LONG: Readonly<Record<string, string>> = {
  ...{ q: 'quality', b: 'background', w: 'width', h: 'height', s: 'resize', pos: 'position' },
  ...{ f: 'format', a: 'animated', crop: 'extract', grayscale: 'greyscale', normalize: 'normalise' },
};

/** The largest number that any parameter takes; sharp's limits are checked with the recipe. */
const ANY = { least: 0, most: 1e8 };
const WHOLE = { ...ANY, whole: true };

const FORMATS = ['auto', 'jpeg', 'jpg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;

export function ipx(): UrlAdapter {
  return { name: 'ipx', read };
}

function read({ path }: AddressRequest): Adapted {
  const slash = path.indexOf('/');
  const segment = slash < 0 ? path : path.slice(0, slash);
  const address = repairScheme(decodeOnce(slash < 0 ? '' : path.slice(slash + 1)));
  if (segment === '') throw refused('Modifiers are missing');
  if (address === '') throw refused('The picture is missing');
  const modifiers = readModifiers(segment);
  return { address, recipeFor: (picture) => recipeFor(modifiers, picture) };
}

function readModifiers(segment: string): Modifiers {
  const found = new Map<string, readonly string[]>();
  if (segment === '_') return found;
  // Clients that encode everything send `w%5F300`.
  const text = /[,&_:=]/.test(segment) ? segment : decodeOnce(segment);
  const words = text.split(/[,&]/).map((word) => word.split(/[_:=]/).map(decodeOnce));
  // Where two modifiers set the same, IPX takes the one whose name is last in the alphabet.
  const sorted = words.toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [name = '', ...values] of sorted) {
    const long = LONG[name] ?? name;
    // The map has the modifiers in the order in which IPX applies them.
    found.delete(long);
    found.set(long, values);
  }
  return found;
}

function recipeFor(modifiers: Modifiers, picture: SourcePicture): RecipeDraft {
  const format = formatOf(modifiers);
  const quality = modifiers.get('quality')?.[0];
  // IPX takes the first frame unless told.
  const wantsFrames = modifiers.has('animated') || (format ?? picture.format) === 'gif';
  return {
    input: { animated: wantsFrames },
    steps: stepsOf(modifiers, picture),
    output: {
      ...(format !== undefined && { format }),
      ...(quality !== undefined && {
        quality: readNumber(quality, 'quality', { least: 1, most: 100, whole: true }),
      }),
      ...(format === 'jpeg' && { progressive: true }),
    },
  };
}

function formatOf(modifiers: Modifiers): (typeof FORMATS)[number] | undefined {
  const text = modifiers.get('format')?.[0];
  if (text === undefined) return undefined;
  const format = readWord(text, 'format', FORMATS);
  return format === 'jpg' ? 'jpeg' : format;
}

/** The steps in sharp's order. */
function stepsOf(modifiers: Modifiers, picture: Extent): RecipeDraft['steps'] {
  const background = colorOf(modifiers.get('background')?.[0]);
  const filled = background === undefined ? {} : { background };
  const step = (name: string, make: (values: readonly string[]) => Record<string, unknown>) => {
    const values = modifiers.get(name);
    return values ? [{ op: name, ...make(values) }] : [];
  };
  const numbers = (...names: readonly string[]) => numbersOf(names);
  const angle = modifiers.get('rotate')?.[0];
  const turn = angle ? readNumber(angle, 'rotate', { least: -3600, most: 3600 }) : 0;
  const rotated = turn === 0 ? [] : [{ op: 'rotate', angle: turn, ...filled }];
  const turnsFirst = turn % 90 === 0 || comesFirst(modifiers, 'rotate');
  return [
    ...step('trim', numbers('threshold')),
    ...step('extract', numbers('left', 'top', 'width', 'height')),
    ...step('flatten', () => filled),
    ...step('greyscale', () => ({})),
    ...(turnsFirst ? rotated : []),
    ...resizeOf(modifiers, picture, filled),
    ...step('flip', () => ({})),
    ...step('flop', () => ({})),
    ...(turnsFirst ? [] : rotated),
    ...step('extend', (values) => ({
      ...numbers('top', 'right', 'bottom', 'left')(values),
      ...wordOf(values[4]),
      ...filled,
    })),
    ...step('median', numbers('size')),
    ...step('threshold', numbers('threshold')),
    ...step('blur', numbers('sigma')),
    ...step('unflatten', () => ({})),
    ...step('modulate', numbers('brightness', 'saturation', 'hue', 'lightness')),
    ...step('sharpen', numbers('sigma', 'm1', 'm2')),
    ...step('normalise', () => ({})),
    ...step('tint', ([color]) => ({ color: colorOf(color) })),
    ...step('negate', () => ({})),
  ];
}

/** Whether IPX applies a modifier before the one that sets the size. */
function comesFirst(modifiers: Modifiers, name: string): boolean {
  const names = [...modifiers.keys()];
  const size = names.findLastIndex((each) => ['height', 'resize', 'width'].includes(each));
  return names.indexOf(name) < size;
}

/** Reads values by position; those that are empty or missing keep their defaults. */
function numbersOf(names: readonly string[]) {
  return (values: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const text = values[at] ?? '';
        return text === '' ? [] : [[name, readNumber(text, name, { least: -1e8, most: 1e8 })]];
      }),
    );
}

function wordOf(extendWith: string | undefined): Record<string, unknown> {
  return extendWith ? { extendWith } : {};
}

function colorOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

/** The last of `height`, `resize` and `width` in the alphabet decides, as in IPX. */
function resizeOf(
  modifiers: Modifiers,
  picture: Extent,
  filled: Readonly<Record<string, unknown>>,
): RecipeDraft['steps'] {
  const enlarge = modifiers.has('enlarge');
  const name = [...modifiers.keys()].findLast((each) => ['height', 'resize', 'width'].includes(each));
  const [text = ''] = modifiers.get(name ?? '') ?? [];
  if (name === 'width' || name === 'height') return [sideOf(name, text, enlarge)];
  return name ? [{ ...bothOf(text, picture, enlarge), ...styleOf(modifiers), ...filled }] : [];
}

function sideOf(name: 'width' | 'height', text: string, enlarge: boolean) {
  return {
    op: 'resize',
    [name]: readNumber(text, name, { ...WHOLE, least: 1 }),
    withoutEnlargement: !enlarge,
  };
}

function styleOf(modifiers: Modifiers): Record<string, unknown> {
  const [fit, kernel] = ['fit', 'kernel'].map((name) => modifiers.get(name)?.[0]);
  const position = modifiers.get('position')?.join(' ').replace('-', ' ');
  return { ...(fit && { fit }), ...(position && { position }), ...(kernel && { kernel }) };
}

/** Both sides: `200x100`, or `200` for a square. Without `enlarge` they shrink together until they fit the picture. */
function bothOf(text: string, picture: Extent, enlarge: boolean): Record<string, unknown> {
  const [first = '', second = first] = text.split('x');
  const side = (each: string) => readNumber(each, 'resize', { ...WHOLE, least: 1 });
  const area = { width: side(first), height: side(second) };
  return { op: 'resize', ...(enlarge ? area : shrinkInto(area, picture)) };
}
