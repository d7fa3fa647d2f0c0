/** Reads and writes boxes of the ISO base media file format, which AVIF uses. */
import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';

/** One box (ISO/IEC 14496-12, section 4.2): its four-letter type, and the range of its content. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Counts a file's boxes, and the entries of its lists, against `limits.segments`. */
export interface BoxCount {
  boxes: number;
  readonly limits: Limits;
}

/** Adds to the count. Throws `segment-limit`. */
export function countBoxes(count: BoxCount, more: number): void {
  count.boxes += more;
  checkCount('segment-limit', count.boxes, count.limits);
}

/**
 * The boxes between two offsets. Throws `truncated-image` for a box beyond the end of the file, `corrupt-image` for
 * one beyond `end`, and `segment-limit`.
 */
export function* boxes(reader: Reader, from: number, end: number, count: BoxCount): Generator<Box> {
  for (let at = from; at < end; ) {
    const box = readBox(reader, at, end, count);
    yield box;
    at = box.end;
  }
}

/**
 * The boxes of the file. What follows its description and is no whole box, such as padding, ends them, because decoders do
 * not read it. Throws as `boxes` does.
 */
export function* fileBoxes(reader: Reader, count: BoxCount): Generator<Box> {
  let isDescribed = false;
  for (let at = 0; at < reader.length; ) {
    if (isDescribed && !isWhole(reader, at)) return;
    const box = readBox(reader, at, reader.length, count);
    isDescribed ||= box.type === 'meta';
    yield box;
    at = box.end;
  }
}

/** Whether the file holds a whole box there, or the beginning of one with pixels. */
function isWhole(reader: Reader, at: number): boolean {
  const left = reader.length - at;
  if (left < 8 || (reader.u32(at) === 1 && left < 16)) return false;
  const { header, length } = boxLength(reader, at, reader.length);
  return reader.text(at + 4, 4) === 'mdat' || (length >= header && length <= left);
}

function readBox(reader: Reader, at: number, end: number, count: BoxCount): Box {
  countBoxes(count, 1);
  const { header, length } = boxLength(reader, at, end);
  if (length < header) throw corrupt('A box of the picture has an impossible length');
  reader.need(at, length);
  if (at + length > end) throw corrupt('A box of the picture is longer than its container');
  return { type: reader.text(at + 4, 4), start: at + header, end: at + length };
}

/** Length 1 means that 64 bits follow. Length 0 means that the box extends to the end. */
function boxLength(reader: Reader, at: number, end: number): { header: number; length: number } {
  const length = reader.u32(at);
  if (length === 1) return { header: 16, length: reader.u64(at + 8) };
  return { header: 8, length: length === 0 ? end - at : length };
}

/** Writes a box. */
export function boxOf(type: string, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([words(length), Buffer.from(type, 'latin1'), ...content]);
}

/** Numbers of 4 bytes. */
export function words(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** Numbers of 2 bytes. */
export function shorts(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index);
  return bytes;
}
