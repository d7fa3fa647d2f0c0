/** The links of README, docs and the other pages lead to files and headings that are there, also where code is hosted. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** Files of the repository, new ones too. Without git, as in an archive of it, all that is not installed or built. */
function listFiles(): readonly string[] {
  const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  if (git.status === 0) return git.stdout.trim().split('\n');
  const places = readdirSync('.').filter((name) => !['node_modules', 'dist'].includes(name));
  return places.flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => `${place}/${name}`)
      : [place],
  );
}

const FILES = listFiles();
const PAGES = FILES.filter((name) => /^[A-Z]+\.md$|^docs\/.*\.md$/.test(name));

/** A page without its code, in which brackets are no links. */
const textOf = (page: string) => readFileSync(page, 'utf8').replace(/^```.*?^```$|`[^`\n]*`/gms, '');

/** The anchor that GitHub and GitLab give a heading. */
function anchorOf(heading: string): string {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```$/gms, '');
  return new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** What is wrong with a link; undefined for a good one. Addresses of other hosts are not asked. */
function faultOf(page: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path)).replace(/\/$/, '');
  if (!FILES.includes(file) && !FILES.some((name) => name.startsWith(`${file}/`)))
    return `${target}: no such file`;
  if (anchor !== undefined && !anchorsOf(file).has(anchor)) return `${target}: no such heading`;
  return undefined;
}

it.each(PAGES)('the links of %s lead somewhere', (page) => {
  const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  expect(targets.flatMap((target) => faultOf(page, target) ?? [])).toEqual([]);
});

it('every page can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      const file = normalize(join(dirname(page), target)).replace(/\/$/, '');
      for (const name of PAGES) if (name === file || dirname(name) === file) reached.add(name);
    }
  }
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});
