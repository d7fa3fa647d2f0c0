/**
 * Finds and mends unusual JPEGs: files without an end marker, or with a hole. A whole picture that lacks only its end
 * marker gets one, so that all decoders read it alike. A cut or damaged file is refused as `failOn` asks.
 */
import { isNoirError } from '../../core/errors.ts';
import { type Limits, NO_LIMITS } from '../../core/limits.ts';
import type { Work } from '../../core/turns.ts';
import { corrupt, truncated } from '../checks.ts';
import type { Header } from '../format.ts';
import type { Reading } from '../input.ts';
import { findJpegEnd } from './completeness.ts';
import { type HuffmanSlots, readHuffman } from './definitions.ts';
import { MARKER, walkSegments } from './markers.ts';

/**
 * Bytes of data up to which every picture is checked, because libvips overlooks faults in the last rows that it
 * shrinks.
 */
const SMALL = 4096;

/** Bytes of zeros that no codes are expected to make. */
const HOLE = 32;

/** Whether the data are worth a closer look, at next to no cost. */
export function isOdd(
  bytes: Uint8Array,
  { from, end, sequential }: NonNullable<Header['data']>,
  { failOn }: Reading,
): boolean {
  if (end === undefined) return true;
  // libvips reads all of a progressive picture before it returns a row, and notices every fault.
  if (failOn !== 'warning' || sequential === 0) return false;
  // With several scans, the GPU does not notice data that are left over.
  return sequential > 1 || end - from <= SMALL || (hasZeros(bytes, from, end) && !mayHaveZeros(bytes));
}

function hasZeros(bytes: Uint8Array, from: number, end: number): boolean {
  // Of so many zeros in a row, one lies at a multiple of their number.
  for (let at = from; at < end; at += HOLE) {
    if (bytes[at] !== 0) continue;
    let [first, last] = [at, at];
    while (bytes[first - 1] === 0 && last - first < HOLE) first--;
    while (bytes[last + 1] === 0 && last - first < HOLE) last++;
    if (last - first >= HOLE) return true;
  }
  return false;
}

/**
 * Whether sound data of this file may hold many zeros: if the first code of every table, which is all zeros, means no
 * change, areas of one colour consist of it.
 */
function mayHaveZeros(bytes: Uint8Array): boolean {
  const tables: HuffmanSlots = new Map();
  walkSegments(bytes, NO_LIMITS, ({ marker, payload }) => {
    if (marker === MARKER.DHT) readHuffman(payload, tables);
  });
  return [...tables.values()].every(({ symbols }) => symbols[0] === 0);
}

/**
 * The picture with an end marker after its last data; the same bytes if it has one already. Throws `truncated-image`
 * or `corrupt-image` for the faults that `failOn` refuses: without an end marker, any picture that lacks data; with
 * one, only if `failOn` is `warning`.
 */
export function* mendJpeg(bytes: Uint8Array, limits: Limits, { failOn }: Reading): Work<Uint8Array> {
  const { end } = walkSegments(bytes, limits, () => {});
  const refuses = failOn === 'warning' || (failOn !== 'none' && end === undefined);
  try {
    const found = yield* findJpegEnd(bytes, limits);
    if (!found || found.marked) return bytes;
    if (endsInFilling(bytes, found.at)) throw truncated('The picture ends early, and the rest is filled');
    const isLeft = end !== undefined && !isFilling(bytes.subarray(found.at, end));
    if (isLeft) throw corrupt('The picture has more pixel data than pixels');
    return Buffer.concat([bytes.subarray(0, found.at), Uint8Array.of(0xff, MARKER.EOI)]);
  } catch (error) {
    if (refuses || !isNoirError(error)) throw error;
    return bytes;
  }
}

/** Equal bytes before the end of data that cannot be chance, since the byte behind is the same. */
const FILLED = 4;

/**
 * Whether the data end amid bytes that are all the same, such as the zeros of a download that broke off. They pass for
 * codes, and decoders make gray or noise of them.
 */
function endsInFilling(bytes: Uint8Array, at: number): boolean {
  const filling = bytes[at];
  return filling !== undefined && bytes.subarray(at - FILLED, at).every((byte) => byte === filling);
}

/** Whether bytes between the data and the end marker are all the same. */
function isFilling(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === bytes[0]);
}
