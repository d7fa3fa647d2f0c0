/** Examines everything that `noir doctor` reports. */
import type { BackendName } from '../../backends/backend.ts';
import type { Hole } from '../../coders/sharp/known-holes.ts';
import type { FormatName } from '../../formats/format.ts';
import type { EngineOptions } from '../../settings.ts';
import type { DriverReport } from './drivers.ts';
import type { GpuReport } from './gpu.ts';
import type { BackendReport } from './self-test.ts';

/** Everything that the doctor found. */
export interface Health {
  readonly versions: Readonly<Record<string, string>>;
  readonly adapters: GpuReport['adapters'];
  /** Messages that Dawn printed while it looked for adapters. */
  readonly messages: readonly string[];
  readonly drivers: DriverReport;
  readonly settings: Pick<EngineOptions, 'backends' | 'gpu' | 'codecs'>;
  /** In the order in which Noir tries them. Disabled backends come last. */
  readonly backends: readonly (BackendReport & { readonly enabled: boolean })[];
  /** The backend that Noir tries first; null when no enabled one works. */
  readonly first: BackendName | null;
  readonly codecs: readonly CodecReport[];
  /** Libraries with known holes. Their formats are refused. */
  readonly holes: readonly Hole[];
  /** What `noir serve` takes of this machine, by its control group. */
  readonly processes: ProcessReport;
  readonly advice: readonly string[];
}

/** Processes and threads. */
interface ProcessReport {
  readonly cores: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Worker processes that `--workers` takes by default. */
  readonly workers: number;
  /** Threads of libvips for a picture, and of libuv, in a worker. */
  readonly sharpThreads: number;
  readonly poolThreads: number;
}

/** Formats that a codec reads and writes here. */
export interface CodecReport {
  readonly name: string;
  readonly decodes: readonly FormatName[];
  readonly encodes: readonly FormatName[];
}
