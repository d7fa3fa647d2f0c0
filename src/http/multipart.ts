/** A parser for `multipart/form-data` (RFC 7578). */

import { NoirError } from '../core/errors.ts';
import { decodeBytes, fileNameOf, parseDisposition } from './content-disposition.ts';

/** One field of a form. */
export interface Part {
  readonly name: string;
  /** Absent for plain values, and for files of clients that send none (RFC 7578, section 4.2, allows that). */
  readonly fileName: string | undefined;
  /** Whether it is a file: it has a file name, or a Content-Type that is not text. */
  readonly isFile: boolean;
  /** A view into the body. */
  readonly bytes: Uint8Array;
}

const MAX_PARTS = 100;
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Splits a `multipart/form-data` body (RFC 7578) into its fields. Undici's own parser refuses what
 * widespread clients send: names without quotes (.NET), `filename*`, quotes escaped by a backslash.
 * Throws `invalid-request`.
 */
export function parseMultipart(body: Uint8Array, contentType: string): Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${readBoundary(contentType)}`, 'latin1');
  const parts: Part[] = [];
  // The first delimiter may stand at the very start, without a line end before it.
  const opening = delimiter.subarray(2);
  const first = bytes.indexOf(opening);
  if (first < 0) throw malformed('the boundary does not occur');
  let at = first + opening.length;
  // RFC 2046 section 5.1.1: two hyphens after the last one, blanks and a line end after the others.
  while (bytes.toString('latin1', at, at + 2) !== '--') {
    const headersAt = bytes.indexOf('\r\n', at);
    if (headersAt < 0 || /[^ \t]/.test(bytes.toString('latin1', at, Math.min(headersAt, at + 80)))) {
      throw malformed('a boundary is not at the end of its line');
    }
    const dataAt = bytes.indexOf('\r\n\r\n', headersAt);
    if (dataAt < 0 || dataAt - headersAt > MAX_HEADER_BYTES)
      throw malformed('the headers of a part do not end');
    const end = bytes.indexOf(delimiter, dataAt + 2);
    if (end < 0) throw malformed('the last boundary is missing');
    if (parts.length === MAX_PARTS) throw malformed(`there are over ${MAX_PARTS} parts`);
    const headers = bytes.toString('latin1', headersAt + 2, dataAt);
    parts.push(readPart(headers, bytes.subarray(Math.min(dataAt + 4, end), end)));
    at = end + delimiter.length;
  }
  return parts;
}

function readBoundary(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain ?? '';
  // RFC 2046 section 5.1.1.
  if (boundary.length < 1 || boundary.length > 70) throw malformed('the boundary is missing or too long');
  return boundary;
}

function readPart(headers: string, bytes: Uint8Array): Part {
  const lines = headers.split('\r\n');
  const headerOf = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const disposition = parseDisposition(headerOf('content-disposition') ?? '');
  const name = disposition.parameters.get('name');
  if (disposition.type !== 'form-data' || name === undefined) throw malformed('a part has no name');
  // RFC 7578 section 4.7: deprecated, and no current client sends one that changes the bytes.
  if (!/^(7bit|8bit|binary)?$/i.test(headerOf('content-transfer-encoding') ?? '')) {
    throw malformed('a part has a Content-Transfer-Encoding');
  }
  // Browsers write a quote as %22 (HTML standard, multipart/form-data encoding algorithm).
  const fileName = fileNameOf(disposition)?.replaceAll('%22', '"');
  const type = headerOf('content-type') ?? 'text/plain';
  const isFile = fileName !== undefined || !/^(text\/|application\/json)/i.test(type);
  return { name: decodeBytes(name), fileName, isFile, bytes };
}

function malformed(reason: string): NoirError {
  return new NoirError('invalid-request', `The form cannot be read: ${reason}`);
}
