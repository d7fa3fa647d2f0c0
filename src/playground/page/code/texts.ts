/** What the forms of the code share: the recipe in the grammar of addresses, and names of files. No DOM. */
import { spellStep } from '../../../recipe/write-step.ts';
import { type Catalog, filesOf } from '../catalog.ts';
import { activeSteps, type Draft, recipeOf } from '../draft.ts';

/** What the code is for. */
export interface CodeOf {
  readonly draft: Draft;
  readonly catalog: Catalog;
  /** The file that is read, such as `photo.jpg`. */
  readonly fileName: string;
  /** The format of that file, by its name in recipes. */
  readonly format: string;
  /** The file of a sample, which the server offers; absent for one's own pictures. */
  readonly sampleFile?: string | undefined;
  /** The address of the server, without a slash at its end. */
  readonly origin: string;
  /** The name of a further file on the disk, where steps call it by another one. */
  onDisk(name: string): string;
}

/** Steps and format in one line, such as `resize_800,f_webp,q_80`. */
export function writeOps({ draft, catalog }: CodeOf): string {
  const steps = activeSteps(draft).map(({ op, params }) => {
    const { positional = [], fields = {} } = catalog.ops.get(op) ?? {};
    return spellStep({ name: op, positional, fields }, flat(params));
  });
  const { format, options } = draft.output;
  const { quality, ...others } = options;
  const named = Object.entries(others).map(([name, value]) => `_${name}=${value}`);
  return (
    [
      ...steps,
      ...(format === '' ? [] : [`f_${format}${named.join('')}`]),
      ...(quality === undefined ? [] : [`q_${quality}`]),
    ]
      .join(',')
      .replace(/(?<=\d)%(?=[_,:]|$)/g, 'p')
      // Half of a character, as a text that was cut may end with, has no percent-encoding.
      .replace(/\p{Surrogate}/gu, '\ufffd')
  );
}

/** Rows of a matrix, one after the other. */
function flat(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.flat() : value,
  ]);
  return Object.fromEntries(entries);
}

/** The same as part of a path: what is no letter of the grammar is percent-encoded, which the grammar reads. */
export function opsInPath(ops: string): string {
  return ops === '' ? '_' : ops.replace(/[^\w.~,:=%()!*-]+/g, encodeURIComponent);
}

/** The same as the value of a query. */
export function opsInQuery(ops: string): string {
  return encodeURIComponent(ops).replace(/%(2C|3A|3D)/g, decodeURIComponent);
}

/** Names of the further files that the steps read. */
export function furtherNames({ draft, catalog }: CodeOf): string[] {
  const names = activeSteps(draft).flatMap(({ op, params }) => filesOf(catalog.ops.get(op), params));
  return [...new Set(names)];
}

/** Names of the operations in the steps that are the server's own, which no other Noir knows. */
export function ownOps({ draft, catalog }: CodeOf): string[] {
  const names = activeSteps(draft).map(({ op }) => op);
  return [...new Set(names)].filter((name) => isOwn(name, catalog));
}

export function isOwn(op: string, catalog: Catalog): boolean {
  return catalog.ops.get(op)?.family === 'own';
}

/** The name of the file that is made: `photo-noir.webp`, or `photo-noir.json` of a last step that answers JSON. */
export function resultName({ draft, catalog, fileName, format }: CodeOf): string {
  const last = activeSteps(draft).at(-1)?.op ?? '';
  const made = catalog.ops.get(last)?.family === 'statistics' ? 'json' : draft.output.format || format;
  const extension = catalog.formats.get(made)?.extension ?? made;
  return `${fileName.replace(/\.[^.]*$/, '')}-noir.${extension}`;
}

/** The recipe as JSON, indented. */
export function writeJson({ draft }: CodeOf): string {
  return JSON.stringify(recipeOf(draft), undefined, 2);
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
