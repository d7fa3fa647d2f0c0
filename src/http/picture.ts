/** Responses that carry a picture: their headers. */

import type { Context } from 'hono';
import type { Encoded } from '../engine/encoded.ts';
import type { Course } from '../engine/job.ts';
import { FORMATS } from '../formats/registry.ts';
import { formatDisposition } from './content-disposition.ts';

/** Headers that describe a picture and how it was made, for every response with a picture. */
export function pictureHeaders(encoded: Encoded): Record<string, string> {
  return { ...fileHeaders(encoded), ...courseHeaders(encoded) };
}

/** Headers that say what a file is. */
export function fileHeaders({ data, format, frames }: Encoded): Record<string, string> {
  return {
    'Content-Type': format === 'json' ? 'application/json' : FORMATS[format].mime,
    'Content-Length': String(data.byteLength),
    // Nothing is lost without a word.
    ...(frames && frames.sent < frames.of && { 'X-Noir-Frames': `${frames.sent} of ${frames.of}` }),
  };
}

/** The usual extension of a result's file, without a dot. */
export function extensionOf({ format }: Pick<Encoded, 'format'>): string {
  return format === 'json' ? 'json' : FORMATS[format].extensions[0];
}

/**
 * Characters of `X-Noir-Way` at most. Clients take headers of 8 to 16 KB together, and the ways of many outputs are longer.
 */
const LONGEST_WAY = 4096;

/** Headers that say how a result came about. */
export function courseHeaders(course: Course): Record<string, string> {
  const { backend, codec, failedOver, notes, timings } = course;
  const way = course.way.length > LONGEST_WAY ? `${course.way.slice(0, LONGEST_WAY - 3)}...` : course.way;
  return {
    'X-Noir-Backend': backend,
    'X-Noir-Codec': codec,
    'X-Noir-Way': failedOver ? `${way}; failed-over` : way,
    ...(notes.length > 0 && { 'Noir-Note': notes.join('; ') }),
    'Server-Timing': Object.entries(timings)
      .map(([name, milliseconds]) => `${name};dur=${milliseconds.toFixed(2)}`)
      .join(', '),
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Headers of every response that a client's own picture was made for. */
export const OWN_HEADERS: Readonly<Record<string, string>> = {
  // A browser that opens the response runs nothing, whatever bytes a stranger smuggled in.
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-store',
};

/** Answers a picture made from the client's request. */
export function sendPicture(c: Context, encoded: Encoded, fileName: string): Response {
  return c.body(encoded.data as Uint8Array<ArrayBuffer>, 200, {
    ...pictureHeaders(encoded),
    'Content-Disposition': formatDisposition(fileName),
    ...OWN_HEADERS,
  });
}
