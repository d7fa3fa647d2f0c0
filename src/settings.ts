/** How an engine is set up, and the variables that say so. */
import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { BACKEND_NAMES } from './backends/backend.ts';
import { DEFAULT_LIMITS, type Limits } from './core/limits.ts';
import type { Op } from './ops/op.ts';

const options = z.strictObject({
  backends: z.array(z.enum(BACKEND_NAMES)).min(1),
  gpu: z.enum(['auto', 'software', 'off']),
  codecs: z.enum(['auto', 'sharp', 'js']),
  /** Processor that encodes and decodes JPEGs. `auto` picks the GPU when the router expects it to be faster. */
  jpeg: z.enum(['auto', 'gpu', 'cpu']),
});

/** How an engine is set up. */
export interface EngineOptions extends z.output<typeof options> {
  readonly limits: Limits;
  /**
   * Processor that filters the rows of PNGs. `auto`, the default, picks the GPU when the router expects it to be
   * faster.
   */
  readonly png?: 'auto' | 'gpu' | 'cpu';
  /** Whether a GPU that nobody has measured yet is measured at start, which takes up to 2 seconds; false by default. */
  readonly measuresGpu?: boolean;
  /**
   * Milliseconds that the GPU may work on one submission; no limit by default. A job that takes longer fails with
   * `deadline`, and the GPU counts as lost.
   */
  readonly gpuTime?: number;
  /** Ops of one's own, from `defineOp`; none by default. */
  readonly ops?: readonly Op[];
}

/** The variables that Noir reads. */
const VARIABLES = [
  'NOIR_BACKENDS',
  'NOIR_GPU',
  'NOIR_CODECS',
  'NOIR_JPEG',
  'NOIR_CACHE',
  'NOIR_DEBUG',
  'NOIR_SOURCE',
  'NOIR_SIGNING_KEYS',
  'NOIR_API_KEYS',
  'NOIR_REDIS',
] as const;

/** Variables that belong to tests and scripts. */
const FOREIGN = /^NOIR_(TEST|FUZZ|INSTALL)_/;

/** A line for each `NOIR_*` variable that Noir does not know, with the name that was probably meant. */
export function unknownVariables(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('NOIR_') && !FOREIGN.test(name))
    .filter((name) => !(VARIABLES as readonly string[]).includes(name))
    .map((name) => `${name} is no setting; did you mean ${closest(name, VARIABLES)}?`);
}

/** Reads the `NOIR_*` variables. Throws an error that names the variable and its possible values. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv = process.env): EngineOptions {
  const values = {
    backends: env.NOIR_BACKENDS?.split(',').map((name) => name.trim()) ?? BACKEND_NAMES,
    gpu: env.NOIR_GPU || 'auto',
    codecs: env.NOIR_CODECS || 'auto',
    jpeg: env.NOIR_JPEG || 'auto',
  };
  const parsed = options.safeParse(values);
  if (parsed.success) return { ...parsed.data, limits: DEFAULT_LIMITS };
  const field = String(parsed.error.issues[0]?.path[0]);
  const takes: Record<string, string> = {
    backends: `a list of ${BACKEND_NAMES.slice(0, -1).join(', ')} and ${BACKEND_NAMES.at(-1)}, such as ${BACKEND_NAMES.join(',')}`,
    gpu: 'auto, software or off',
    codecs: 'auto, sharp or js',
    jpeg: 'auto, gpu or cpu',
  };
  const name = `NOIR_${field.toUpperCase()}`;
  throw new Error(`${name} takes ${takes[field]}, not ${JSON.stringify(env[name])}`);
}
