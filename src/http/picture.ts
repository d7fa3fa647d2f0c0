/** Responses that carry a picture: their headers. */

import type { Context } from 'hono';
import type { Encoded } from '../engine/encoded.ts';
import { FORMATS } from '../formats/registry.ts';
import { formatDisposition } from './content-disposition.ts';

/** Headers that describe a picture and how it was made, for every response with a picture. */
export function pictureHeaders(encoded: Encoded): Record<string, string> {
  const { data, format, frames, backend, codec, way, failedOver, notes, timings } = encoded;
  return {
    'Content-Type': format === 'json' ? 'application/json' : FORMATS[format].mime,
    'Content-Length': String(data.byteLength),
    // Nothing is lost without a word.
    ...(frames && frames.sent < frames.of && { 'X-Noir-Frames': `${frames.sent} of ${frames.of}` }),
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

/** Answers a picture made from the client's request. */
export function sendPicture(c: Context, encoded: Encoded, fileName: string): Response {
  return c.body(encoded.data as Uint8Array<ArrayBuffer>, 200, {
    ...pictureHeaders(encoded),
    'Content-Disposition': formatDisposition(fileName),
    // A browser that opens the response runs nothing, whatever bytes a stranger smuggled in.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
  });
}
