/** Reads the path of `GET /image/{ops}/{source}`: the text of the recipe, and the address of the picture. */
import { isNoirError } from '../../core/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { decodeOnce, repairScheme } from '../../service/address-text.ts';

/** The path of a URL, as it was sent. */
export function rawPath(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  if (start < 0) return '/';
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}

/** The part of a request's path behind the segments of its route, as it was sent. */
export function pathBehind(url: string, route: string): string {
  // The route ends in `*`. Each of its segments stands for one of the path, whatever its pattern.
  const before = route.split('/').length - 1;
  return rawPath(url).split('/').slice(before).join('/');
}

/** The path of a picture, in two: the segment of the recipe and the rest, both as they were sent. */
export function splitPath(path: string): { ops: string; source: string } {
  const slash = path.indexOf('/');
  if (slash < 0) return { ops: path, source: '' };
  return { ops: path.slice(0, slash), source: path.slice(slash + 1) };
}

/** A recipe with the text that it was parsed from: decoded, with commas between its parts. */
interface ReadOps {
  readonly recipe: Recipe;
  readonly text: string;
  /** The segment as it was sent, with commas between its parts; another text where it was decoded. */
  readonly written: string;
}

/**
 * The recipe of a segment. `&` separates as `,` does, and `_` alone stands for no step. A segment without a bare `,` or
 * `_` is percent-decoded as a whole. A segment that is not valid as it stands is decoded as well, because many
 * programs encode commas and leave underscores. `parse` reads the text. Throws as `parse` does.
 */
export function readOps(segment: string, parse: (text: string) => Recipe): ReadOps {
  const withCommas = (text: string) => (text === '_' ? '' : text.replaceAll('&', ','));
  const written = withCommas(segment);
  const read = (spelled: string): ReadOps => {
    const text = withCommas(spelled);
    return { recipe: parse(text), text, written };
  };
  if (!/[,_]/.test(segment)) return read(decodeOnce(segment));
  try {
    return read(segment);
  } catch (error) {
    if (!isNoirError(error) || !segment.includes('%')) throw error;
    try {
      return read(decodeOnce(segment));
    } catch {
      throw error;
    }
  }
}

/**
 * The address of a picture: percent-encoding is undone once. `https:/`, to which proxies shorten `https://`, is
 * repaired. Throws `invalid-request` for bytes that are no UTF-8.
 */
export function readSource(path: string): string {
  return repairScheme(decodeOnce(path));
}
