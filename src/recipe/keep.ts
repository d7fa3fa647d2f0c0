/** The metadata of its input that an output keeps: words of the recipe, and how they are checked. */
import type { Faults } from '../core/faults.ts';
import { show } from './faults.ts';

/** The ICC profile; EXIF without position and maker's notes; or both, with these, XMP and IPTC. */
export const KEEPS = ['icc', 'exif', 'all'] as const;

export type Keep = (typeof KEEPS)[number];

/** Reads one word or a list of them. Whatever means the same is written in one way; undefined for nothing. */
export function readKeep(value: unknown, pointer: string, faults: Faults): readonly Keep[] | undefined {
  if (value === undefined) return undefined;
  const words: readonly unknown[] = Array.isArray(value) ? value.slice(0, KEEPS.length + 1) : [value];
  const kept = KEEPS.filter((keep) => words.includes(keep));
  if (words.length > KEEPS.length || !words.every((word) => KEEPS.includes(word as Keep))) {
    faults.add(pointer, `expected one or several of ${KEEPS.join(', ')}, received ${show(value)}`);
    return undefined;
  }
  if (kept.includes('all')) return ['all'];
  return kept.length > 0 ? kept : undefined;
}

/** Whether the input's profile is wanted, with samples as they are stored. */
export function keepsProfile(keep: readonly Keep[] = []): boolean {
  return keep.includes('icc') || keep.includes('all');
}
