/** Responses that carry several files: `multipart/mixed` (RFC 2046, section 5.1.3), or a ZIP archive that stores them. */
import { type Zippable, zipSync } from 'fflate';
import type { Context } from 'hono';
import type { Encoded } from '../engine/encoded.ts';
import type { Package } from './accept.ts';
import { formatDisposition } from './content-disposition.ts';
import { namedFileName, outputFileName } from './file-name.ts';
import { courseHeaders, extensionOf, fileHeaders, OWN_HEADERS } from './picture.ts';

/** A result with the name of its file. */
interface Part {
  readonly encoded: Encoded;
  readonly fileName: string;
}

/** Answers the outputs of one job. `fileName` is that of the picture they were made from. */
export function sendSeveral(
  c: Context,
  outputs: readonly Encoded[],
  how: Package,
  fileName: string | undefined,
): Response {
  const parts = outputs.map((encoded): Part => {
    const { name = '' } = encoded;
    return { encoded, fileName: namedFileName(fileName, name, extensionOf(encoded)) };
  });
  const { body, ...headers } = how === 'application/zip' ? zip(parts, fileName) : mix(parts);
  return c.body(body, 200, {
    ...courseHeaders(outputs[0] as Encoded),
    ...headers,
    'Content-Length': String(body.byteLength),
    ...OWN_HEADERS,
  });
}

function mix(parts: readonly Part[]) {
  const boundary = `noir-${crypto.randomUUID()}`;
  const chunks = parts.flatMap(({ encoded, fileName }) => {
    const headers = {
      'Content-Disposition': formatDisposition(fileName, `attachment; name="${encoded.name}"`),
      ...fileHeaders(encoded),
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return [Buffer.from(`--${boundary}\r\n${lines.join('')}\r\n`), encoded.data, Buffer.from('\r\n')];
  });
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, 'Content-Type': `multipart/mixed; boundary=${boundary}` };
}

/** The formats are compressed already, so the files are stored. Equal outputs make equal archives. */
function zip(parts: readonly Part[], fileName: string | undefined) {
  const entries = parts.map(({ encoded, fileName: entry }) => [entry, encoded.data] as const);
  const body = zipSync(Object.fromEntries(entries) as Zippable, { level: 0, mtime: new Date(1980, 0, 1) });
  return {
    body: body as Uint8Array<ArrayBuffer>,
    'Content-Type': 'application/zip',
    'Content-Disposition': formatDisposition(outputFileName(fileName, 'zip'), 'attachment'),
  };
}
