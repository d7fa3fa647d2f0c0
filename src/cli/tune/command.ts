/** Runs `noir tune`: measures this machine and writes its table of costs. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CpuBackend } from '../../backends/cpu/backend.ts';
import { GpuBackend } from '../../backends/gpu/backend.ts';
import { gpuDevice } from '../../backends/gpu/measure.ts';
import { SharpBackend } from '../../backends/sharp/backend.ts';
import { libvipsWork, limitThreads } from '../../backends/sharp/measure.ts';
import { openCoders } from '../../coders/registry.ts';
import { cacheFolder, writeCached } from '../../engine/costs/cache.ts';
import type { Effort, Measured } from '../../engine/costs/measure.ts';
import { costPath, readCosts } from '../../engine/costs/open.ts';
import { type Tuned, tune } from '../../engine/costs/tune.ts';
import { readPackage } from '../../version.ts';
import { readVersions } from '../doctor/versions.ts';
import { UsageError } from '../failure.ts';
import { requireOp } from '../ops/require.ts';
import { readSettings } from '../settings.ts';
import { refuseUnwritable } from '../writable.ts';
import { QUICK, THOROUGH } from './effort.ts';

export interface TuneFlags {
  readonly quick?: boolean;
  readonly ops?: string;
  readonly rounds?: string;
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Changes that are printed. */
const SHOWN = 8;

/** Measures, writes the table, and prints its path and the changes. Throws when the table cannot be written. */
export async function runTune(flags: TuneFlags): Promise<void> {
  const rounds = readRounds(flags.rounds);
  const effort = readEffort(flags);
  const { version } = readPackage();
  const path = flags.output ?? costPath(cacheFolder(), version);
  await refuseNoFile(path, flags);
  const { costs: base, lines } = await readCosts({ version });
  const onGpu = flags.dryRun ? [] : await profileGpu(version);
  for (const line of [...lines, ...onGpu]) console.error(`noir: ${line}`);
  const takes = flags.quick || flags.ops !== undefined ? '' : ', 2 to 3 minutes on an idle machine';
  const onRound = (round: number) =>
    console.error(`noir: measuring${rounds > 1 ? `, ${round} of ${rounds}` : ''}${takes} …`);
  const restore = await limitThreads();
  const versions = await readVersions();
  const tuned = await tune(await openMeasured(), effort, { version, versions, base, rounds, onRound });
  restore();
  const failed = flags.dryRun ? undefined : await writeCached(path, tuned.file);
  if (failed !== undefined) throw new Error(failed);
  const text = flags.json ? asJson(tuned, flags.dryRun ? null : path) : asText(tuned, path, flags);
  process.stdout.write(`${text}\n`);
}

/** Throws `UsageError` before anything is measured when the table could not be written. */
async function refuseNoFile(path: string, { dryRun, output }: TuneFlags): Promise<void> {
  if (output === '') throw new UsageError('--output is empty; is a variable unset?');
  if (output === '-')
    throw new UsageError('--output takes a file; to print the table: noir tune --dry-run --json');
  if (dryRun) return;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`${path} is a folder; say which file in it to write`);
  await refuseUnwritable(dirname(path), path);
}

/** Measures a real GPU that has no profile yet, and stores the profile. Returns lines for people. */
async function profileGpu(version: string): Promise<readonly string[]> {
  const { gpu: mode } = await readSettings();
  const gpu = await GpuBackend.open({ mode });
  if (!gpu) return [];
  const device = gpuDevice(gpu, true);
  const lines = device ? (await readCosts({ version, device })).lines : [];
  await gpu.close();
  return lines;
}

async function openMeasured(): Promise<Measured> {
  const sharp = await SharpBackend.open();
  return {
    backends: [new CpuBackend(), ...(sharp ? [sharp] : [])],
    coders: (await openCoders('auto')).list,
    pipelines: [{ who: 'sharp', work: libvipsWork }],
  };
}

function readEffort({ quick, ops }: TuneFlags): Effort {
  const effort = quick ? QUICK : THOROUGH;
  if (ops === undefined) return effort;
  if (ops === '') throw new UsageError('--ops is empty; is a variable unset?');
  const found = ops.split(',').map(requireOp);
  return { ...effort, ops: found, files: [] };
}

function readRounds(text = '1'): number {
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new UsageError(`--rounds takes a number from 1 to 9, not ${JSON.stringify(text)}`);
}

function asJson({ file, table, changes }: Tuned, path: string | null): string {
  return JSON.stringify({ path, id: table.id, changes: changes.slice(0, SHOWN), file }, undefined, 2);
}

function asText({ table, changes }: Tuned, path: string, { dryRun, output }: TuneFlags): string {
  const where = dryRun ? `table ${table.id}, not written (--dry-run)` : `table ${table.id} in ${path}`;
  const lines = changes
    .slice(0, SHOWN)
    .map(
      ({ who, kind, before, after }) => `  ${`${who} ${kind}`.padEnd(36)} ${time(before)} -> ${time(after)}`,
    );
  return [
    where,
    'What changed most, in milliseconds of the largest picture measured:',
    ...lines,
    ...(dryRun || output !== undefined
      ? []
      : ['It holds from the next start on. Remove the file to go back to the table that comes with Noir.']),
  ].join('\n');
}

function time(milliseconds: number): string {
  return milliseconds.toPrecision(3).padStart(8);
}
