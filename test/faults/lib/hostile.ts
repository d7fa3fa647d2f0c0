/** Files with random bytes in them, sent to a server. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { signPng } from '../../formats/forge.ts';
import { random } from '../../support/pictures.ts';
import type { FaultServer } from './server.ts';

/** A file of the collection. */
interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Attack {
  readonly seed: number;
  /** Whether another request is sent, by the number of those sent. */
  goesOn(sent: number): boolean;
}

/** What came of the attack. */
export interface Damage {
  readonly sent: number;
  /** Answers by status and code. */
  readonly answers: ReadonlyMap<string, number>;
  /** Milliseconds. */
  readonly slowest: number;
  /** How workers ended, in the words of the server's log. */
  readonly deaths: readonly string[];
  /** Requests that took all their time or ended workers, with what is needed to repeat them. */
  readonly costly: readonly string[];
  /** Requests whose answer must not be. */
  readonly wrong: readonly string[];
}

/** Requests in progress at once. */
const CLIENTS = 8;

/** Milliseconds after which an answer is too late: the server's deadline, and what a busy machine adds. */
const LATE = 12_000;

/** Bytes from which on a file is left out, so that small ones get their turns. */
const LARGE = 4 * 2 ** 20;

const PATHS = [
  '/gray',
  '/process?ops=resize_64,f_webp',
  '/process?ops=blur_1,f_jpeg',
  '/process?ops=rotate_90,f_tiff',
];

/** All files below some folders, in a fixed order. Folders that do not exist have none. */
export function collect(folders: readonly string[]): Seed[] {
  const files = folders.flatMap((folder) => list(folder).map((name) => join(folder, name)));
  return files
    .filter((file) => statSync(file).isFile() && statSync(file).size < LARGE)
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  } catch {
    return [];
  }
}

/** Sends each file once as it is, and from then on with random bytes. */
export async function attack(
  server: FaultServer,
  files: readonly Seed[],
  { seed, goesOn }: Attack,
): Promise<Damage> {
  const answers = new Map<string, number>();
  const [costly, wrong]: [string[], string[]] = [[], []];
  let [sent, slowest] = [0, 0];
  const client = async () => {
    while (goesOn(sent)) {
      const round = sent++;
      const { name, bytes } = files[round % files.length] as Seed;
      const body = round < files.length ? bytes : mutate(bytes, random(seed + round));
      const path = PATHS[Math.floor(round / files.length) % PATHS.length] as string;
      const begun = performance.now();
      const answer = await post(`${server.url}${path}`, body);
      const took = performance.now() - begun;
      slowest = Math.max(slowest, took);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      const line = `${answer} after ${took.toFixed(0)} ms: seed ${seed}, round ${round}, ${path}, ${name}`;
      if (!/^(2|4|503|504)/.test(answer) || took > LATE) wrong.push(line);
      else if (/deadline|worker-lost/.test(answer)) costly.push(line);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { sent, answers, slowest, deaths: deathsOf(server), costly, wrong };
}

/** The damage in words. */
export function describeDamage({ sent, answers, slowest, deaths }: Damage): string {
  const counts = [...answers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([answer, count]) => `${count} x ${answer}`);
  const causes = deaths.map((each) => each.replace(/^process \d+ /, ''));
  const ends = [...new Set(causes)].map(
    (cause) => `, ${causes.filter((each) => each === cause).length} of which ${cause}`,
  );
  return `${sent} files: ${counts.join(', ')}; slowest ${(slowest / 1000).toFixed(1)} s; ${deaths.length} workers ended${ends.join('')}`;
}

async function post(url: string, body: Uint8Array): Promise<string> {
  try {
    const response = await fetch(url, { method: 'POST', body: new Uint8Array(body) });
    if (response.ok)
      return String((await response.arrayBuffer()).byteLength > 0 ? response.status : 'nothing');
    return `${response.status} ${((await response.json()) as { code?: string }).code}`;
  } catch (error) {
    return `no answer (${(error as Error).cause ?? error})`;
  }
}

/** Changes some bytes, most of them in the first 512, where headers are; or cuts the file off. */
function mutate(bytes: Uint8Array, next: () => number): Uint8Array {
  const below = (count: number) => Math.floor(next() * count);
  const changed = Uint8Array.from(bytes);
  if (below(10) === 0) return changed.subarray(0, below(changed.length));
  for (let flips = 1 + below(5); flips > 0; flips--) {
    const span = next() < 0.5 ? Math.min(512, changed.length) : changed.length;
    changed[below(span)] = below(256);
  }
  // Else checksums would hide what stands behind them.
  return changed[0] === 0x89 && next() < 0.7 ? signPng(changed) : changed;
}

/** The lines of the server's log about workers that ended, without what is the same in all of them. */
function deathsOf({ lines }: FaultServer): readonly string[] {
  return lines.flatMap((line) => /worker failed.*?Error: (.*)/.exec(line)?.[1] ?? []);
}
