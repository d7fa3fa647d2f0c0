/** Reads an uploaded picture, from the raw body or from a form. */

import type { Context } from 'hono';
import { NoirError } from '../core/errors.ts';
import { pointerTo } from '../core/faults.ts';
import type { Runner } from '../engine/job.ts';
import { sniffFormat } from '../formats/registry.ts';
import { type Arrived, inMemory, readBody, readInput } from './body.ts';
import { fileNameOf, parseDisposition } from './content-disposition.ts';
import { cleanFileName } from './file-name.ts';
import { type Part, parseMultipart } from './multipart.ts';
import { badParameter } from './problem.ts';

/** A picture that a client sent, and the fields beside it. */
export interface Upload {
  readonly picture: Arrived;
  /** Base name of the file, checked; undefined when there was none. */
  readonly fileName: string | undefined;
  /** Text of the form's other fields, by name. */
  readonly fields: ReadonlyMap<string, string>;
  /** The form's other files, by the name of the field, for the steps that read them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a picture from the body, or from the field `image` of a form. Refuses form fields that are not in `allowed`.
 * Takes a body of every other content type for the picture itself: clients send wrong types, and curl's own default
 * for raw data is that of a form.
 */
export async function readUpload(
  c: Context,
  runner: Pick<Runner, 'openBody'>,
  allowed: readonly string[] = [],
): Promise<Upload> {
  checkEncoding(c.req.header('Content-Encoding'));
  const contentType = c.req.header('Content-Type') ?? '';
  if (/^\s*multipart\/form-data\s*(;|$)/i.test(contentType)) {
    const body = await readBody(c);
    if (body.length === 0) throw emptyBody();
    return readForm(parseMultipart(body, contentType), allowed);
  }
  const picture = await readInput(c, runner);
  if (picture.source.kind === 'bytes' && picture.source.bytes.length === 0) throw emptyBody();
  const name = fileNameOf(parseDisposition(c.req.header('Content-Disposition') ?? ''));
  return {
    picture,
    fileName: name === undefined ? undefined : cleanFileName(name),
    fields: new Map(),
    files: new Map(),
  };
}

function readForm(parts: readonly Part[], allowed: readonly string[]): Upload {
  const byName = new Map<string, Part>();
  for (const part of parts) {
    const pointer = pointerTo('', part.name);
    // Steps of a recipe may name further files.
    const further = part.isFile && allowed.includes('recipe');
    if (part.name !== 'image' && !allowed.includes(part.name) && !further) {
      const takes = ['image', ...allowed].join(', ');
      throw badParameter(pointer, `unknown form field ${JSON.stringify(part.name)}; expected ${takes}`);
    }
    if (byName.has(part.name)) throw badParameter(pointer, `the form has several fields ${part.name}`);
    byName.set(part.name, part);
  }
  const image = byName.get('image');
  // Text in this field is a slip, such as curl's `image=photo.jpg` without the `@`.
  if (!image || (!image.isFile && !sniffFormat(image.bytes))) {
    throw new NoirError('empty-body', 'The form has no file in the field image');
  }
  if (image.bytes.length === 0) throw new NoirError('empty-body', 'The file in the field image is empty');
  byName.delete('image');
  const fields = [...byName].map(([name, { bytes }]) => [name, bytes] as const);
  return {
    picture: inMemory(image.bytes),
    fileName: image.fileName === undefined ? undefined : cleanFileName(image.fileName),
    fields: new Map(
      fields
        .filter(([name]) => allowed.includes(name))
        .map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
    ),
    files: new Map(fields.filter(([name]) => !allowed.includes(name))),
  };
}

function emptyBody(): NoirError {
  return new NoirError('empty-body', 'The body is empty; send a picture');
}

/** A compressed body could be a bomb, and pictures are compressed already. */
function checkEncoding(header = ''): void {
  const codings = header.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.some((coding) => coding !== '' && coding !== 'identity')) {
    throw new NoirError('unsupported-encoding', 'Send the body without a Content-Encoding');
  }
}
