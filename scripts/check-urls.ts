/**
 * `npm run check:urls`: builds addresses with the packages of `nuxt/image` and Next, asks IPX 3.1 and 4 beta for them and for
 * a table of their own, and compares with what lies in `test/fixtures/urls`, by which the tests measure the adapters.
 * `--write` writes it anew. Installs the packages into a folder of the system's temporary ones, some 300 MB.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictures } from '../test/service/adapters/pictures.ts';
import { askIpx3, askIpx4 } from './urls/ipx.ts';
import { nextUrls } from './urls/next.ts';
import { nuxtOthers, nuxtUrls } from './urls/nuxt.ts';

const VERSIONS = { ipx: '3.1.1', ipx4: 'npm:ipx@4.0.0-beta.1', next: '16.4.6', '@nuxt/image': '2.1.0' };

const fixtures = new URL('../test/fixtures/urls/', import.meta.url);

/** An address, the `Accept` that it is asked with, and what each version of IPX answers. */
interface Row {
  readonly url: string;
  readonly accept?: string;
  ipx3?: string;
  ipx4?: string;
  /** What Noir answers, where that differs on purpose. */
  readonly noir?: string;
}

const folder = join(tmpdir(), 'noir-check-urls');
install(join(folder, 'ipx'), ['ipx', 'ipx4'], []);
// Without Next's compilers, which are not needed for addresses.
install(join(folder, 'urls'), ['next', '@nuxt/image'], ['--omit=optional']);

const stale: string[] = [];
const servers = join(folder, 'ipx');
const ipx = read<Row[]>('ipx.json');
for (const row of ipx) {
  row.ipx3 = await askIpx3(servers, row, pictures);
  row.ipx4 = await askIpx4(servers, row, pictures);
}
compare('ipx.json', ipx);
const built = [];
for (const url of await nuxtUrls(join(folder, 'urls'))) {
  built.push({ url, ipx4: await askIpx4(servers, { url: url.replace('/_ipx/', '') }, pictures) });
}
compare('nuxt.json', built);
compare('nuxt-others.json', await nuxtOthers(join(folder, 'urls')));
compare('next.json', await nextUrls(join(folder, 'urls')));
for (const name of stale) console.error(`test/fixtures/urls/${name} differs from what the packages do`);
process.exit(stale.length > 0 && !process.argv.includes('--write') ? 1 : 0);

function install(place: string, names: readonly (keyof typeof VERSIONS)[], options: readonly string[]): void {
  const wanted = names.map((name) => `${name}@${VERSIONS[name]}`);
  const mark = join(place, 'installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted.join(' ')) return;
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"private":true}');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...options, ...wanted];
  const { status } = spawnSync('npm', args, { cwd: place, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm could not install ${wanted.join(', ')}`);
  writeFileSync(mark, wanted.join(' '));
}

function read<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
}

/** One row a line, so that a change shows as one. */
function compare(name: string, rows: readonly object[]): void {
  const text = `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`;
  const path = new URL(name, fixtures);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  stale.push(name);
  if (process.argv.includes('--write')) writeFileSync(path, text);
}
