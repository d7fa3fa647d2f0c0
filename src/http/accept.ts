/** Content negotiation (RFC 9110, section 12.5.1): the formats that a client takes, best first. */

import { parseAccept } from 'hono/utils/accept';
import { NoirError } from '../core/errors.ts';
import type { FormatName } from '../formats/format.ts';
import { FORMATS, formatNames } from '../formats/registry.ts';

type Range = ReturnType<typeof parseAccept>[number];

/** Other names under which clients ask for a format. */
const ALIASES: Readonly<Partial<Record<FormatName, readonly string[]>>> = {
  jpeg: ['image/jpg', 'image/pjpeg'],
  png: ['image/x-png'],
};

/** Media ranges, the narrower first. Java sends `*` alone. */
const WILDCARDS = ['image/*', '*/*', '*'];

/** Formats that are sent only to clients that name them, smaller files first. */
const MODERN: readonly FormatName[] = ['avif', 'webp'];

/** Formats that every client shows. The picture decides among those that the client likes equally. */
const CLASSIC: readonly FormatName[] = ['jpeg', 'gif', 'png'];

/**
 * Formats that may be sent, best first: the one asked for, or for `auto` the ones that the client takes, with AVIF
 * and WebP in front if it names them. Throws `not-acceptable` when it takes none (RFC 9110, 12.5.1).
 */
export function negotiate(accept: string | undefined, wanted: FormatName | 'auto'): readonly FormatName[] {
  const ranges = parseAccept(accept ?? '');
  const formats = wanted === 'auto' ? rank(ranges) : [wanted].filter((name) => quality(ranges, name) > 0);
  if (formats.length > 0) return formats;
  const sent = wanted === 'auto' ? formatNames : [wanted];
  const types = sent.map((name) => FORMATS[name].mime).join(', ');
  throw new NoirError('not-acceptable', `The Accept header admits none of ${types}`);
}

/** The formats that the client takes among several outputs, best first, as for `auto`; it may take none. */
export function admitted(accept: string | undefined): readonly FormatName[] {
  return rank(parseAccept(accept ?? ''));
}

/** Ways to send several files in one response. */
const PACKAGES = ['multipart/mixed', 'application/zip'] as const;

export type Package = (typeof PACKAGES)[number];

/**
 * How several files are sent: as the package that the client names with the greatest weight, else as `multipart/mixed`.
 * Throws `not-acceptable` when the client takes neither.
 */
export function negotiatePackage(accept: string | undefined): Package {
  const ranges = parseAccept(accept ?? '');
  const named = PACKAGES.map((type) => ({
    type,
    q: ranges.find((range) => range.type.toLowerCase() === type)?.q,
  }));
  const [best] = named.filter(({ q = 0 }) => q > 0).sort((a, b) => (b.q ?? 0) - (a.q ?? 0));
  if (best) return best.type;
  const isOpen = ranges.every(({ q }) => q === 0);
  const admits = (type: Package) => {
    const wildcards = [`${type.split('/')[0]}/*`, '*/*', '*'];
    const range = wildcards.flatMap((each) => ranges.find((one) => one.type === each) ?? [])[0];
    return range ? range.q > 0 : isOpen;
  };
  const left = named.find(({ type, q }) => q === undefined && admits(type));
  if (left) return left.type;
  throw new NoirError('not-acceptable', `The Accept header admits none of ${PACKAGES.join(', ')}`);
}

function rank(ranges: readonly Range[]): FormatName[] {
  const candidates = new Set<FormatName>([...MODERN, ...CLASSIC, ...formatNames]);
  const ranked = [...candidates]
    .map((name) => ({ name, weight: preference(ranges, name) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
  // A client that takes anything may show none of the others.
  const usual = ranked.filter((name) => CLASSIC.includes(name) || named(ranges, name));
  return usual.length > 0 ? usual : ranked;
}

/** The range that names the format itself. */
function named(ranges: readonly Range[], name: FormatName): Range | undefined {
  const types = [FORMATS[name].mime, ...(ALIASES[name] ?? [])];
  return ranges.find(({ type }) => types.includes(type.toLowerCase()));
}

/**
 * The client's weight for a format. A wildcard admits a format but does not express a preference: a client that sends
 * `image/png,image/*;q=0.8` does not want photos as PNGs. AVIF and WebP come before all others, with weights over 1,
 * unless the client gives one of these a greater weight.
 */
function preference(ranges: readonly Range[], name: FormatName): number {
  const own = named(ranges, name)?.q;
  if (own === undefined) return quality(ranges, name) > 0 ? 1 : 0;
  const isFirst = MODERN.includes(name) && CLASSIC.every((other) => quality(ranges, other) <= own);
  return isFirst && own > 0 ? 1 + own : own;
}

/** The weight of the most specific range that covers the format, 0 to 1. */
function quality(ranges: readonly Range[], name: FormatName): number {
  const own = named(ranges, name);
  if (own) return own.q;
  for (const wanted of WILDCARDS) {
    const range = ranges.find(({ type }) => type.toLowerCase() === wanted);
    if (range) return range.q;
  }
  // A header that only rules types out leaves the others.
  return ranges.every(({ q }) => q === 0) ? 1 : 0;
}
