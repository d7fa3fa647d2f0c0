/** Schema of the file that holds a table of costs, both the shipped one and the one of this machine. */
import { cpus } from 'node:os';
import * as z from 'zod';
import type { Coefficients } from './table.ts';

const coefficient = z.number().min(0).max(1e9).optional();
const row = z.strictObject({
  fixed: coefficient,
  pixels: coefficient,
  taps: coefficient,
  bytes: coefficient,
});

export const costFile = z.strictObject({
  /** Raised when rows change their meaning: older files count as absent. */
  form: z.literal(1),
  /** The version of Noir that measured. */
  noir: z.string().max(100),
  machine: z.string().max(300),
  versions: z.record(z.string().max(100), z.string().max(100)),
  measured: z.iso.date(),
  note: z.string().max(2000).optional(),
  coefficients: z.record(z.string().max(100), z.record(z.string().max(200), row)),
});

export type CostFile = Omit<z.output<typeof costFile>, 'coefficients'> & {
  readonly coefficients: Coefficients;
};

/** `2 x AMD EPYC, x64`. */
export function describeMachine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${process.arch}`;
}
