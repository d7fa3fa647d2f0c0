/**
 * Addresses of IPX 3.1 and 4 beta: `/_ipx/w_300&f_webp/cats/tom.jpg`. Modifiers are separated by `,` or `&`, values by
 * `_`, `:` or `=`. IPX hands them to sharp, which works in an order of its own, whatever the order in the address.
 */
import { lookUp } from '../../core/look-up.ts';
import { decodeOnce, repairScheme } from '../address-text.ts';
import {
  type Adapted,
  type AddressRequest,
  type RecipeDraft,
  readNumber,
  refused,
  type SourcePicture,
  type UrlAdapter,
} from './adapter.ts';
import { type Modifiers, stepsOf } from './ipx-steps.ts';

const LONG: Readonly<Record<string, string>> = {
  ...{ q: 'quality', b: 'background', w: 'width', h: 'height', s: 'resize', pos: 'position' },
  ...{ f: 'format', a: 'animated', crop: 'extract', grayscale: 'greyscale', normalize: 'normalise' },
};

const FORMATS = ['auto', 'jpeg', 'jpg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;

/** Reads addresses of IPX, below `/_ipx`. */
export function ipx(): UrlAdapter {
  return { name: 'ipx', read };
}

function read({ path }: AddressRequest): Adapted {
  const slash = path.indexOf('/');
  const segment = slash < 0 ? path : path.slice(0, slash);
  const written = decodeOnce(slash < 0 ? '' : path.slice(slash + 1));
  const address = repairScheme(written).replace(/^\/+/, '');
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
    const long = lookUp(LONG, name) ?? name;
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

/** IPX takes the picture's own format in place of one that it does not know. */
function formatOf(modifiers: Modifiers): (typeof FORMATS)[number] | undefined {
  const text = modifiers.get('format')?.[0];
  if (text === 'heic' || text === 'heif') throw refused('format: Noir writes no HEIC');
  const format = FORMATS.find((name) => name === text);
  return format === 'jpg' ? 'jpeg' : format;
}
