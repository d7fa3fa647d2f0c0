/** Measures the memory and the descriptors of a server and its workers under load. */
import { setTimeout as pause } from 'node:timers/promises';
import { hammer, prepareCases } from './load.ts';
import { readMetric } from './metrics.ts';
import { photo } from './photos.ts';
import { type ProbeFigures, watchProbes } from './probes.ts';
import { childrenOf, descriptorsOf, filesInMemory, memoryOf } from './processes.ts';
import type { FaultServer } from './server.ts';
import { crowd, unexpected } from './visitors.ts';

export interface Sample {
  readonly seconds: number;
  /** PSS of all processes together, in MiB. */
  readonly memory: number;
  readonly descriptors: number;
  readonly processes: number;
  /** Bytes of the GPU's pools, leased and free, in MiB. */
  readonly gpu: number;
}

export interface SoakTimes {
  /** Milliseconds of mixed load from 8 clients. */
  readonly load: number;
  /** Milliseconds of large pictures from 32 clients. */
  readonly burst: number;
  /** Milliseconds between the end of the burst and the last sample. */
  readonly rest: number;
}

export interface Soak {
  /** Once a tenth of the load was over, at its end, at the height of the burst, and after the rest. */
  readonly warm: Sample;
  readonly end: Sample;
  readonly height: Sample;
  readonly rested: Sample;
  /** Probes during the load and the burst. */
  readonly probes: ProbeFigures;
  /** Answers that should not have been, in words. */
  readonly wrong: readonly string[];
}

/** Milliseconds within which probes are to be answered under this load. */
const PROMPT = 100;

export async function soak(
  server: FaultServer,
  times: SoakTimes,
  onSample: (sample: Sample) => void = () => {},
): Promise<Soak> {
  const begun = performance.now();
  const samples: Sample[] = [];
  const look = async () => {
    const sample = { seconds: (performance.now() - begun) / 1000, ...(await measure(server)) };
    samples.push(sample);
    onSample(sample);
    return sample;
  };
  const timer = setInterval(() => void look(), Math.max(1000, times.load / 60));
  const cases = await prepareCases(server.url);
  const endProbes = await watchProbes(server, PROMPT);
  const loadEnd = performance.now() + times.load;
  const load = hammer(cases, 8, () => performance.now() < loadEnd);
  await pause(times.load / 10);
  const warm = await look();
  const { others } = await load;
  const end = await look();
  const from = samples.length;
  const burstEnd = performance.now() + times.burst;
  const body = await photo(6000, 4000);
  const large = ['resize_1200,f_webp', 'blur_2,f_jpeg', 'median_3,resize_50%,f_png'];
  const questions = large.map((ops) => ({ url: `${server.url}/process?ops=${ops}`, body }));
  const burst = await crowd(32, questions, () => performance.now() < burstEnd);
  const height = samples.slice(from).reduce((a, b) => (b.memory > a.memory ? b : a), end);
  const probes = await endProbes();
  await pause(times.rest);
  clearInterval(timer);
  const rested = await look();
  const lost = unexpected(burst, 200, 503, 504).map(({ result }) => String(result));
  return {
    warm,
    end,
    height,
    rested,
    probes,
    wrong: [...[...others].map(([word, count]) => `${count} x ${word}`), ...lost],
  };
}

/** Minutes of load after which the pools do not grow any more. */
const SETTLED = 5;

/** Descriptors of a process, at most: the spare may have been started meanwhile. */
const PROCESS = 50;

/** Whether something leaks or grows, memory of the burst is kept, or an answer was not as it should be. */
export function failsSoak({ warm, end, rested, probes, wrong }: Soak): boolean {
  const more = Math.max(0, end.processes - warm.processes);
  const leaks = end.descriptors > warm.descriptors + 20 + more * PROCESS;
  const isLong = end.seconds - warm.seconds >= 60 * SETTLED;
  const grows = isLong && end.memory > 1.2 * warm.memory;
  const keeps = rested.memory > 1.5 * end.memory || rested.gpu > end.gpu;
  return leaks || grows || keeps || probes.fails || wrong.length > 0;
}

/** A soak in words. */
export function describeSoak({ warm, end, height, rested, probes, wrong }: Soak): string {
  const [a, b, c, d] = [warm, end, height, rested].map(({ memory }) => memory.toFixed(0));
  const minutes = (end.seconds - warm.seconds) / 60;
  const slope = (end.memory - warm.memory) / minutes;
  return `PSS ${a} MiB warm, ${b} after ${minutes.toFixed(1)} minutes (${slope.toFixed(1)} MiB a minute), ${c} in the burst, ${d} after it (${(rested.memory / end.memory).toFixed(2)} times); descriptors ${warm.descriptors}, ${end.descriptors}, ${rested.descriptors}; GPU ${[warm, end, rested].map(({ gpu }) => gpu.toFixed(0)).join(', ')} MiB; ${probes.words}${wrong.length > 0 ? `; ${wrong.join(', ')}` : ''}`;
}

async function measure({ pid, url, probes = url }: FaultServer): Promise<Omit<Sample, 'seconds'>> {
  const all = [pid, ...childrenOf(pid)];
  const sum = (count: (id: number) => number) => all.reduce((total, id) => total + count(id), 0);
  return {
    memory: (sum(memoryOf) + filesInMemory()) / 2 ** 20,
    descriptors: sum(descriptorsOf),
    processes: all.length,
    gpu: (await readMetric(probes, 'noir_gpu_pool_bytes')) / 2 ** 20,
  };
}
