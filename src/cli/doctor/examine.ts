import { BACKEND_NAMES, type BackendName } from '../../backends/backend.ts';
import { openCoders } from '../../coders/registry.ts';
import { findHoles } from '../../coders/sharp/known-holes.ts';
import { loadSharp, SHARP_THREADS } from '../../coders/sharp/load.ts';
import type { EngineOptions } from '../../settings.ts';
import { countCores, countMemory, countThreads, countWorkers } from '../../workers/cores.ts';
import { readSettings } from '../settings.ts';
import { advise } from './advice.ts';
import { findDrivers } from './drivers.ts';
import { examineGpu, type GpuReport } from './gpu.ts';
import type { CodecReport, Health } from './health.ts';
import { type BackendReport, tryBackend } from './self-test.ts';
import { describeHealth } from './text.ts';
import { NOT_INSTALLED, readVersions } from './versions.ts';

/** Examines the machine, prints what it finds, and fails when no backend works. */
export async function runDoctor(json: boolean): Promise<void> {
  const health = await examine(await readSettings());
  const text = json ? JSON.stringify(health, undefined, 2) : describeHealth(health).join('\n');
  process.stdout.write(`${text}\n`);
  if (health.first === null) process.exitCode = 1;
}

async function examine(options: EngineOptions): Promise<Health> {
  const versions = await readVersions();
  const drivers = findDrivers();
  const gpu = await examineGpu();
  const { backends: enabled, gpu: mode, codecs } = options;
  const backends = await Promise.all(
    [...new Set([...enabled, ...BACKEND_NAMES])].map(async (name) => ({
      enabled: enabled.includes(name),
      ...(name === 'gpu' ? explainGpu(gpu, mode) : await tryOther(name, options)),
    })),
  );
  return {
    versions,
    adapters: gpu.adapters,
    messages: gpu.messages,
    drivers,
    settings: { backends: enabled, gpu: mode, codecs },
    backends,
    first: backends.find((backend) => backend.enabled && backend.state === 'ok')?.name ?? null,
    codecs: await listCodecs(options),
    holes: findHoles((await loadSharp())?.versions ?? {}),
    processes: {
      cores: countCores(),
      memory: countMemory(),
      workers: countWorkers(),
      sharpThreads: SHARP_THREADS,
      poolThreads: countThreads(),
    },
    advice: advise({
      platform: process.platform,
      glibc: versions.glibc,
      hasDawn: versions.webgpu !== NOT_INSTALLED,
      adapters: gpu.adapters,
      drivers,
    }),
  };
}

/** Gives the reason where the backend is left out on purpose or for want of an adapter. */
function explainGpu({ backend, adapters }: GpuReport, mode: EngineOptions['gpu']): BackendReport {
  if (backend.state !== 'absent') return backend;
  if (mode === 'off') return { ...backend, detail: 'switched off by NOIR_GPU=off' };
  if (adapters.length === 0) return { ...backend, detail: 'Dawn finds no adapter' };
  if (mode === 'auto' && adapters.every(({ software }) => software)) {
    return { ...backend, detail: 'software adapters do not count; NOIR_GPU=software takes one' };
  }
  return backend;
}

async function tryOther(name: BackendName, options: EngineOptions): Promise<BackendReport> {
  const report = await tryBackend(name, options);
  return report.state === 'absent' ? { ...report, detail: `${name} cannot be loaded here` } : report;
}

async function listCodecs({ codecs: mode }: EngineOptions): Promise<readonly CodecReport[]> {
  const { list } = await openCoders(mode).catch(() => ({ list: [] }));
  return list.map(({ name, reads, writes }) => ({ name, decodes: reads, encodes: writes }));
}
