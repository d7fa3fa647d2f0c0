/**
 * `noir batch` beside the same work written with sharp by hand, and beside ImageMagick's `mogrify` and libvips'
 * `vipsthumbnail` where they are installed: whole processes, from their start to their end.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makePhoto, PHOTO } from './photo.ts';
import { quantile } from './server/quantile.ts';

/** Pictures of one size, and the width of their results. */
interface Work {
  readonly name: string;
  readonly folder: string;
  readonly count: number;
  readonly width: number;
  /** Whether results are sharpened and become WebP; else they become JPEG. */
  readonly finishes?: true;
}

interface Racer {
  readonly name: string;
  /** Whether the program can sharpen as well. */
  readonly finishes?: true;
  /** The command and its arguments. */
  command(work: Work, out: string): readonly string[];
}

const CORES = availableParallelism();

/** A program that takes some files at a time, run once for each core. */
const spread = ({ folder }: Work, command: string): readonly string[] => [
  'sh',
  '-c',
  `find '${folder}' -type f -print0 | xargs -0 -P ${CORES} -n 20 ${command}`,
];

const RACERS: readonly Racer[] = [
  {
    name: 'noir batch',
    finishes: true,
    command: ({ folder, width, finishes }, out) => [
      ...[process.execPath, 'dist/cli/main.js', 'batch', folder],
      ...(finishes ? [`resize_${width},sharpen`, '--format', 'webp'] : [`resize_${width}`]),
      ...['--out', out, '--quiet'],
    ],
  },
  {
    name: 'sharp',
    finishes: true,
    command: ({ folder, width, finishes }, out) => [
      ...[process.execPath, 'scripts/bench/batch-peer.js', folder, out, String(width)],
      ...(finishes ? ['finish'] : []),
    ],
  },
  {
    name: 'vipsthumbnail',
    command: (work, out) =>
      spread(work, `env VIPS_CONCURRENCY=1 vipsthumbnail -s ${work.width}x -o '${out}/%s.jpg[Q=80]'`),
  },
  {
    name: 'mogrify',
    command: (work, out) =>
      spread(
        work,
        `env OMP_NUM_THREADS=1 mogrify -path '${out}' -auto-orient -resize ${work.width} -quality 80`,
      ),
  },
];

/** Prints pictures a second, medians of rounds in which the programs take turns. */
export async function benchBatch(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      large: { type: 'string', default: '50' },
      small: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      photo: { type: 'string' },
    },
  });
  const root = mkdtempSync(join(tmpdir(), 'noir-bench-batch-'));
  try {
    const given = values.photo ?? (existsSync(PHOTO) ? PHOTO : undefined);
    const photo = given === undefined ? await makePhoto() : readFileSync(given);
    const little = await sharp(photo).resize(400).jpeg().toBuffer();
    const works = [
      makeWork(root, { name: '4K', width: 800 }, photo, Number(values.large)),
      makeWork(
        root,
        { name: '4K, sharpened, as WebP', width: 1600, finishes: true },
        photo,
        Number(values.large),
      ),
      makeWork(root, { name: '400 columns', width: 200 }, little, Number(values.small)),
    ];
    const racers = RACERS.filter(({ name }) => !/^[mv]/.test(name) || isInstalled(name));
    console.log(`\n| pictures | ${racers.map(({ name }) => name).join(' | ')} | noir / sharp |`);
    console.log(`|---|${'---:|'.repeat(racers.length + 1)}`);
    for (const work of works) console.log(rowOf(work, race(work, racers, root, Number(values.rounds))));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function makeWork(
  root: string,
  kind: Pick<Work, 'name' | 'width' | 'finishes'>,
  file: Uint8Array,
  count: number,
): Work {
  const folder = join(root, kind.name.replaceAll(' ', '-'));
  mkdirSync(folder);
  for (let nth = 0; nth < count; nth++) writeFileSync(join(folder, `${nth}.jpg`), file);
  return { ...kind, folder, count };
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Median seconds of each racer; undefined for one that cannot do the work. */
function race(work: Work, racers: readonly Racer[], root: string, rounds: number): (number | undefined)[] {
  const times = racers.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, racer] of racers.entries()) {
      if (work.finishes && !racer.finishes) continue;
      // All are deleted at the end: ext4 searches long for a place of a new file while many were deleted just before.
      const out = join(root, `out-${work.width}-${round}-${index}`);
      mkdirSync(out);
      const [command = '', ...args] = racer.command(work, out);
      const begun = performance.now();
      const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      if (status !== 0) throw new Error(`${racer.name} failed: ${stderr}`);
      times[index]?.push((performance.now() - begun) / 1000);
    }
  }
  return times.map((each) => (each.length > 0 ? quantile(each, 0.5) : undefined));
}

function rowOf({ name, count }: Work, seconds: readonly (number | undefined)[]): string {
  const rates = seconds.map((each) => (each === undefined ? '' : (count / each).toFixed(1)));
  const [noir = 1, peer = 1] = seconds;
  return `| ${[`${count} of ${name}`, ...rates, (peer / noir).toFixed(2)].join(' | ')} |`;
}
