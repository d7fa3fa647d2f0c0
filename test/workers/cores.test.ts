import { expect, it } from 'vitest';
import {
  countCores,
  countFirst,
  countJobs,
  countMemory,
  countThreads,
  countWorkers,
} from '../../src/workers/cores.ts';

type Files = Readonly<Record<string, string>>;

const from = (files: Files) => (file: string) => files[file];

it.each<[what: string, files: Files, cores: number]>([
  ['no control group', {}, 8],
  ['version 2 without a limit', { cpuMax: 'max 100000' }, 8],
  ['version 2, one and a half cores', { cpuMax: '150000 100000' }, 1],
  ['version 2, half a core', { cpuMax: '50000 100000' }, 1],
  ['version 2, four cores', { cpuMax: '400000 100000' }, 4],
  ['version 2, more than the machine has', { cpuMax: '1600000 100000' }, 8],
  ['version 1 without a limit', { quota: '-1', period: '100000' }, 8],
  ['version 1, two cores', { quota: '200000', period: '100000' }, 2],
])('counts cores: %s', (_, files, cores) => {
  expect(countCores(from(files), 8)).toBe(cores);
});

it.each<[what: string, files: Files, bytes: number]>([
  ['no control group', {}, 1000],
  ['version 2 without a limit', { memoryMax: 'max' }, 1000],
  ['version 2', { memoryMax: '600' }, 600],
  ['version 1 without a limit', { memoryLimit: '9223372036854771712' }, 1000],
  ['version 1', { memoryLimit: '500' }, 500],
])('counts memory: %s', (_, files, bytes) => {
  expect(countMemory(from(files), 1000)).toBe(bytes);
});

it.each([
  [2, 24_000, 2],
  [16, 512, 1],
  [16, 1024, 4],
  [4, 100, 1],
  [64, 100_000, 64],
])('chooses workers for %i cores and %i MiB', (cores, MiB, workers) => {
  expect(countWorkers(cores, MiB * 2 ** 20)).toBe(workers);
});

it.each([
  [1, 1, 1],
  [2, 2, 1],
  [8, 8, 7],
  [3, 16, 3],
])(
  'starts the first of %i workers on %i cores, and leaves one core to the front',
  (workers, cores, first) => {
    expect(countFirst(workers, cores)).toBe(first);
  },
);

it.each([
  [1, 1, 2, 4],
  [2, 2, 2, 4],
  [3, 2, 2, 4],
  [1, 2, 3, 6],
  [3, 4, 3, 6],
  [4, 16, 4, 8],
  [1, 64, 4, 8],
])('chooses jobs and threads for each of %i workers on %i cores', (workers, cores, jobs, threads) => {
  expect(countJobs(workers, cores)).toBe(jobs);
  expect(countThreads(workers, cores)).toBe(threads);
});
