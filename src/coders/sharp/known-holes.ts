/** Versions of libraries with known holes, through which a file may take over the process that decodes it. */
import type { FormatName } from '../../formats/format.ts';

/** A library with a hole, as it is installed here. */
export interface Hole {
  /** The library's name in `sharp.versions`. */
  readonly library: string;
  readonly version: string;
  /** The first version without the hole. */
  readonly fixed: string;
  readonly advisory: string;
  /** Formats that are refused because of it. */
  readonly formats: readonly FormatName[];
}

const KNOWN: readonly Omit<Hole, 'version'>[] = [
  { library: 'heif', fixed: '1.23.2', advisory: 'CVE-2026-84383', formats: ['avif'] },
  { library: 'webp', fixed: '1.3.2', advisory: 'CVE-2023-4863', formats: ['webp'] },
  {
    library: 'sharp',
    fixed: '0.35.0',
    advisory: 'GHSA-f88m-g3jw-g9cj (libvips)',
    formats: ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'],
  },
];

/** The holes of these versions, such as `sharp.versions`. A library that is not named there is not installed. */
export function findHoles(versions: Readonly<Record<string, string | undefined>>): readonly Hole[] {
  return KNOWN.flatMap((known) => {
    const version = versions[known.library];
    return version !== undefined && isOlder(version, known.fixed) ? [{ ...known, version }] : [];
  });
}

/** The formats among these that libvips may decode here. */
export function withoutHoles(
  formats: readonly FormatName[],
  versions: Readonly<Record<string, string | undefined>>,
): readonly FormatName[] {
  const closed = findHoles(versions).flatMap((hole) => hole.formats);
  return formats.filter((format) => !closed.includes(format));
}

/** Compares numbers between dots. A part that is no number counts as 0. */
function isOlder(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) =>
    text.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  const at = (b as number[]).findIndex((part, index) => part !== (a?.[index] ?? 0));
  return at >= 0 && (a?.[at] ?? 0) < (b?.[at] as number);
}
