import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { writeConfiguration } from './configuration.ts';
import { writeErrors } from './errors.ts';
import { writeFormats } from './formats.ts';
import { writeMethods } from './methods.ts';
import { writeOps } from './ops.ts';
import { noir } from './pictures.ts';
import { writeThumbnails } from './thumbnails.ts';

const NOTICE = '<!-- Written by `npm run docs` from the registries; do not edit. -->';

/** Another processor may round otherwise: as much of a difference is none. */
const SAME_DB = 1;

/** Whether two texts say the same, but for decibels that lie close to each other. */
function isSame(one: string, other: string): boolean {
  const pattern = /(\d+) dB from sharp/g;
  if (one.replace(pattern, 'dB') !== other.replace(pattern, 'dB')) return false;
  const [ones, others] = [one, other].map((text) => [...text.matchAll(pattern)].map(([, db]) => Number(db)));
  return (ones as number[]).every((db, at) => Math.abs(db - (others?.[at] ?? 0)) <= SAME_DB);
}

const check = process.argv.includes('--check');
const stale: string[] = [];
const pages = {
  'docs/ops.md': await writeOps(NOTICE),
  'docs/formats.md': writeFormats(NOTICE),
  'docs/errors.md': writeErrors(NOTICE),
  'docs/configuration.md': writeConfiguration(NOTICE),
  ...Object.fromEntries(
    Object.entries(writeMethods()).map(([name, text]) => [`src/library/methods/${name}`, text]),
  ),
};
for (const [name, text] of Object.entries(pages)) {
  const path = new URL(`../../${name}`, import.meta.url);
  const current = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '';
  if (isSame(current, text)) continue;
  stale.push(name);
  if (!check) writeFileSync(path, text);
}
stale.push(...(await writeThumbnails(check)));
await noir.close();
for (const path of stale) console.error(check ? `${path} is stale: run npm run docs` : `${path} is written`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
