/** Sources as a command line names them: `--source ./photos` and `--source name=./photos`. */
import type { PictureSource } from './source.ts';
import { directory } from './sources/directory.ts';
import { firstOf } from './sources/first-of.ts';
import { checkSourceNames, type NamedSources } from './sources.ts';

/** Reads the texts of `--source`. Throws an error, for people, that names the text at fault. */
export function readSources(texts: readonly string[]): NamedSources {
  const named = new Map<string, PictureSource>();
  for (const text of texts) {
    const [, name = '', place = text] = /^([^/\\=:]+)=(.+)$/s.exec(text) ?? [];
    if (place === '') throw new Error('a source is a folder, not an empty text');
    const source = directory(place);
    const earlier = named.get(name);
    if (earlier && name !== '') throw new Error(`two sources are called ${name}`);
    named.set(name, earlier ? firstOf(earlier, source) : source);
  }
  const sources = Object.fromEntries(named);
  checkSourceNames(sources);
  return sources;
}

/** Texts of `NOIR_SOURCE`: one, or several on lines of their own. */
export function sourcesFromEnvironment(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return (env.NOIR_SOURCE ?? '').split('\n').filter((line) => line.trim() !== '');
}
