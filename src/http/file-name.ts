/** File names: cleans the names that clients send, and makes the names of answers. */

import { posix } from 'node:path';
import { badParameter } from './problem.ts';

/** Bytes of a name in UTF-8; common file systems take 255. */
const MAX_BYTES = 200;
/** Characters. A longer ending is not an extension but the end of a sentence. */
const MAX_EXTENSION = 16;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const CONTROLS = /[\x00-\x1f\x7f]|%(?:[01][0-9a-f]|7f)/gi;

/**
 * The last part of a name from a stranger, without leading dots; undefined when nothing is left. Throws
 * `invalid-parameter` for control characters, percent-encoded ones included, because some programs decode those once
 * more.
 */
export function cleanFileName(name: string): string | undefined {
  if (name.search(CONTROLS) >= 0) throw badParameter('/filename', 'a file name has no control characters');
  return lastPart(name);
}

/** The same of the address of a picture. Its file may be called as it likes, so control characters become underscores. */
export function fileNameOfAddress(address: string): string | undefined {
  return lastPart(address.replace(/[?#].*$/s, '').replace(CONTROLS, '_'));
}

function lastPart(name: string): string | undefined {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  // Marks that turn the direction of writing disguise one extension as another.
  const visible = base.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '');
  return visible.replace(/^[.\s]+/, '').trim() || undefined;
}

/** The name of a result of `/gray`: `photo-o.jpg` for `photo.jpg`, `image-o.png` without a name. */
export function grayFileName(input: string | undefined): string {
  const { stem, extension } = split(input ?? 'image');
  return join(stem, `-o${extension || '.png'}`);
}

/** The name of any other single result: the input's name with the extension of the output's format. */
export function outputFileName(input: string | undefined, extension: string): string {
  return join(split(input ?? 'image').stem, `.${extension}`);
}

/** The name of one of several results: `photo-small.webp` for the output `small` of `photo.jpg`. */
export function namedFileName(input: string | undefined, name: string, extension: string): string {
  return join(split(input ?? 'image').stem, `-${name}.${extension}`);
}

function split(name: string): { stem: string; extension: string } {
  const extension = posix.extname(name);
  const plausible = extension.length > 1 && extension.length <= MAX_EXTENSION;
  return plausible ? { stem: name.slice(0, -extension.length), extension } : { stem: name, extension: '' };
}

function join(stem: string, ending: string): string {
  const room = MAX_BYTES - Buffer.byteLength(ending);
  // With `stream`, the decoder leaves out half a character at the end.
  const cut = new TextDecoder().decode(Buffer.from(stem).subarray(0, room), { stream: true });
  return cut + ending;
}
