/** Examines everything that `noir doctor` reports. */
import type { BackendName } from '../../backends/backend.ts';
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
  readonly advice: readonly string[];
}

/** Formats that a codec reads and writes here. */
export interface CodecReport {
  readonly name: string;
  readonly decodes: readonly FormatName[];
  readonly encodes: readonly FormatName[];
}
