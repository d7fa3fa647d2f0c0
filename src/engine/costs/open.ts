/** Opens the costs of this process: the table of this machine or the shipped one, scaled for its GPU. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { Costs } from '../../core/costs.ts';
import { cacheFolder, readCached, writeCached } from './cache.ts';
import { type CostFile, costFile } from './file.ts';
import { SHIPPED } from './shipped.ts';
import { CostTable } from './table.ts';

/** A device that the table cannot know, because each machine has a different one. */
export interface Device {
  /** The backend whose rows this device scales. */
  readonly who: string;
  /** Hardware, driver and its version, in one text. */
  readonly description: string;
  /** Measures the ratio of each row's time to the table's time. Absent when only a stored profile may be used. */
  measure?(costs: Costs): Promise<Scales>;
}

/** Factors for rows of a table, by kind of work. */
type Scales = Readonly<Record<string, number>>;

export interface CostOptions {
  /** Noir's version: tables of other versions do not count. */
  readonly version: string;
  /** The cache folder. Defaults to `cacheFolder()`. */
  readonly folder?: string;
  readonly device?: Device | undefined;
}

/** The costs of this process, and lines for people about files that are damaged or cannot be written. */
export interface OpenedCosts {
  readonly costs: CostTable;
  readonly lines: readonly string[];
}

/** Reads the table of this machine, or else the shipped one. A real GPU scales its rows. Never rejects. */
export async function readCosts({
  version,
  folder = cacheFolder(),
  device,
}: CostOptions): Promise<OpenedCosts> {
  const { value, line } = await readCached(costPath(folder, version), costFile);
  const valid = value?.noir === version ? (value as CostFile) : undefined;
  const { coefficients } = valid ?? SHIPPED;
  const table = new CostTable({ ...SHIPPED.coefficients, ...coefficients });
  const profile = device ? await profileOf(device, table, folder, version) : { lines: [] };
  return {
    costs: profile.scales && device ? table.scaled(device.who, profile.scales) : table,
    lines: [...(line === undefined ? [] : [line]), ...profile.lines],
  };
}

/** Path of this machine's table. */
export function costPath(folder: string, version: string): string {
  return join(folder, `costs-${version}.json`);
}

/** Path of a device's profile. Each hardware, driver and version of Noir has its own. */
export function profilePath(folder: string, version: string, { who, description }: Device): string {
  const hash = createHash('sha256').update(description).digest('hex').slice(0, 12);
  return join(folder, `${who}-${hash}-${version}.json`);
}

const profileFile = z.strictObject({
  form: z.literal(1),
  device: z.string(),
  scales: z.record(z.string(), z.number().min(1e-4).max(1e4)),
});

/** The kept profile, or a new one where the device may be measured. */
async function profileOf(
  device: Device,
  table: CostTable,
  folder: string,
  version: string,
): Promise<{ scales?: Scales; lines: string[] }> {
  const path = profilePath(folder, version, device);
  const { value, line } = await readCached(path, profileFile);
  if (value?.device === device.description) return { scales: value.scales, lines: [] };
  const lines = line === undefined ? [] : [line];
  if (!device.measure) return { lines };
  let scales: Scales;
  try {
    scales = await device.measure(table);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { lines: [...lines, `${device.description} could not be measured: ${reason}`] };
  }
  const failed = await writeCached(path, { form: 1, device: device.description, scales });
  return { scales, lines: failed === undefined ? lines : [...lines, failed] };
}
