/**
 * Encodes the names of files in a row of ops on the command line. The user need not encode them: a name ends where a
 * file of that name exists on disk.
 */
import { existsSync } from 'node:fs';
import { findOp } from '../../ops/registry.ts';
import { fieldSchemas } from '../../recipe/faults.ts';

type Exists = (path: string) => boolean;

/** The row with names of files encoded as `parseOps` reads them: `watermark_my_logo.png` becomes `watermark_my%5Flogo.png`. */
export function encodeFileNames(row: string, exists: Exists = existsSync): string {
  let done = '';
  let rest = row;
  while (rest !== '') {
    const [step, left] = encodeStep(rest, exists);
    done += step;
    rest = left;
  }
  return done;
}

/** Encodes the first step of a row, with its comma, and returns the rest of the row unchanged. */
function encodeStep(row: string, exists: Exists): [step: string, left: string] {
  const [name = ''] = /^[^_,]*/.exec(row) ?? [];
  const op = findOp(name);
  const fields = op ? fieldSchemas(op.params) : {};
  let done = name;
  let rest = row.slice(name.length);
  for (let index = 0; rest.startsWith('_'); index++) {
    rest = rest.slice(1);
    const [given = ''] = /^[^_,=]*=/.exec(rest) ?? [];
    const named = Object.hasOwn(fields, given.slice(0, -1)) ? given : '';
    const field = fields[named ? named.slice(0, -1) : (op?.positional[index] ?? '')];
    rest = rest.slice(named.length);
    const plain = /^[^_,]*/.exec(rest)?.[0] ?? '';
    const file = field?.format === 'file' ? nameAt(rest, exists) : undefined;
    done += `_${named}${file === undefined ? plain : encode(file)}`;
    rest = rest.slice((file ?? plain).length);
  }
  const comma = rest.startsWith(',') ? ',' : '';
  return [done + comma, rest.slice(comma.length)];
}

/**
 * The longest beginning that names an existing file and ends before a `_`, a `,` or the end. If no such file exists,
 * the shortest beginning with an ending such as `.png`, so that an error shows the whole name.
 */
function nameAt(text: string, exists: Exists): string | undefined {
  const ends = [...text.matchAll(/[_,]|$/g)].map(({ index }) => index).filter((end) => end > 0);
  const names = ends.map((end) => text.slice(0, end));
  // Names that are encoded already stay so.
  if (/%[0-9a-f]{2}/i.test(names[0] ?? '') && !exists(names[0] as string)) return undefined;
  return names.findLast((name) => exists(name)) ?? names.find((name) => /\.[a-z]\w{1,4}$/i.test(name));
}

function encode(name: string): string {
  return name.replace(/[%,_=]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
