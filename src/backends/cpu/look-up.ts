/** Replaces samples by their entries in look-up tables, two bytes at a time where that is possible. */
import type { Image } from '../../core/image.ts';
import type { Samples } from '../../core/pixel.ts';
import type { PixelRange } from './pixel-range.ts';

/** Prepares a look-up with one table for each channel. */
export function lookUp(tables: readonly Samples[], input: Image, output: Image): PixelRange {
  const [first] = tables as [Samples];
  const channels = tables.length;
  const same = tables.every((table) => sameSamples(table, first));
  const used = same ? [first] : tables;
  const pairs = pairsOf(used, input, output);
  return (start, end) => {
    let done = start * channels;
    // After four pixels the tables repeat, for any number of channels.
    if (pairs && start % 4 === 0) done = lookUpPairs(pairs, done, end * channels);
    used.forEach((_, at) => {
      const table = used[(done + at) % used.length] as Samples;
      replace(table, input.data, output.data, done + at, end * channels, used.length);
    });
  };
}

function sameSamples(a: Samples, b: Samples): boolean {
  if (a === b) return true;
  for (let at = 0; at < a.length; at++) {
    if (!Object.is(a[at], b[at])) return false;
  }
  return true;
}

function replace(table: Samples, from: Samples, to: Samples, start: number, end: number, step: number): void {
  for (let at = start; at < end; at += step) to[at] = table[from[at] as number] as number;
}

/** Tables for two neighbouring bytes at once, which halves the reads and writes. */
interface Pairs {
  /** A table of all 65536 pairs for each pair of channels, until the channels repeat. */
  readonly tables: readonly Uint16Array[];
  readonly from: Uint16Array;
  readonly to: Uint16Array;
}

/** Returns undefined if samples are no bytes, too few for such tables, or at an odd address. */
function pairsOf(tables: readonly Samples[], input: Image, output: Image): Pairs | undefined {
  const bytes = [input.data, output.data, ...tables].every((samples) => samples instanceof Uint8Array);
  const length = input.data.length >> 1;
  if (!bytes || length < 2 ** 18 || (input.data.byteOffset | output.data.byteOffset) & 1) return undefined;
  const count = tables.length % 2 === 0 ? tables.length / 2 : tables.length;
  const tableAt = (sample: number) => tables[sample % tables.length] as Uint8Array;
  const view = ({ buffer, byteOffset }: Samples) => new Uint16Array(buffer, byteOffset, length);
  return {
    tables: Array.from({ length: count }, (_, pair) => pairTable(tableAt(2 * pair), tableAt(2 * pair + 1))),
    from: view(input.data),
    to: view(output.data),
  };
}

/** Works for either byte order: the first byte in memory is looked up in the first table. */
function pairTable(first: Uint8Array, second: Uint8Array): Uint16Array {
  const pair = new Uint8Array(2);
  const word = new Uint16Array(pair.buffer);
  const table = new Uint16Array(2 ** 16);
  for (let value = 0; value < table.length; value++) {
    word[0] = value;
    pair[0] = first[pair[0] as number] as number;
    pair[1] = second[pair[1] as number] as number;
    table[value] = word[0] as number;
  }
  return table;
}

/** Looks up the pairs among some bytes. Returns the index of the first byte left. */
function lookUpPairs({ tables, from, to }: Pairs, start: number, end: number): number {
  const step = tables.length;
  tables.forEach((table, pair) => {
    for (let at = start / 2 + pair; at < end >> 1; at += step) to[at] = table[from[at] as number] as number;
  });
  return end & ~1;
}
