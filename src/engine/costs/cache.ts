/** Reads and writes the JSON files of the cache folder, which hold measurements of this machine. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as z from 'zod';
import { makeFolder } from '../make-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Path of the cache folder: `NOIR_CACHE`, or `noir` in the user's own cache folder. */
export function cacheFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.NOIR_CACHE) return env.NOIR_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'noir');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'noir');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'noir');
  return join(home, '.cache', 'noir');
}

/** Result of a read. `line` tells people why Noir ignores a file that exists. */
export interface Cached<Value> {
  readonly value?: Value;
  readonly line?: string;
}

/** Reads a JSON file of the folder. A file that is damaged or has another form counts as absent. Never rejects. */
export async function readCached<Value>(path: string, schema: z.ZodType<Value>): Promise<Cached<Value>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? {}
      : { line: `${path} cannot be read (${code}) and is ignored` };
  }
  try {
    return { value: schema.parse(JSON.parse(text)) };
  } catch {
    return { line: `${path} is damaged and is ignored; \`noir tune\` writes it anew` };
  }
}

/**
 * Writes a JSON file beside its place and renames it, so that readers and other writers see one whole file or the
 * other. Returns a line for people when it cannot be written. Never rejects.
 */
export async function writeCached(path: string, value: unknown): Promise<string | undefined> {
  const part = `${path}.${process.pid}-${randomUUID()}`;
  try {
    await makeFolder(dirname(path));
    await writeFile(part, `${formatRows(value)}\n`);
    await rename(part, path);
    return undefined;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    return `${path} cannot be written (${(error as NodeJS.ErrnoException).code}): what was measured is not kept`;
  }
}

/** Levels of objects that are spread over lines: below them lies a row of the table, on one. */
const SPREAD = 3;

/** Formats JSON with each row of a table on one line, so that people can compare two tables. */
function formatRows(value: unknown, level = 0): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}: ${formatRows(field, level + 1)}`,
  );
  if (level >= SPREAD || fields.length === 0) return `{ ${fields.join(', ')} }`;
  const indent = '  '.repeat(level + 1);
  return `{\n${fields.map((field) => `${indent}${field}`).join(',\n')}\n${'  '.repeat(level)}}`;
}
