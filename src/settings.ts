/** How an engine is set up, and the variables that say so to a library. */
import { BACKEND_NAMES, type BackendName } from './backends/backend.ts';
import { DEFAULT_LIMITS, type Limits } from './core/limits.ts';
import type { ThreadUse } from './core/turns.ts';
import type { Op } from './ops/op.ts';
import { suggestion } from './recipe/nearest.ts';

/** Settings that are one of some words. */
export const CHOICES = {
  gpu: ['auto', 'software', 'off'],
  codecs: ['auto', 'sharp', 'js'],
  /** Processor that encodes and decodes JPEGs. `auto` picks the GPU when the router expects it to be faster. */
  jpeg: ['auto', 'gpu', 'cpu'],
} as const;

type Choices = { [Name in keyof typeof CHOICES]: (typeof CHOICES)[Name][number] };

/** How an engine is set up. */
export interface EngineOptions extends Choices {
  /** Backends that Noir may use. On a tie of expected times, the first one in this list runs. */
  readonly backends: readonly BackendName[];
  /** Limits on pictures and requests. */
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

/** How the engine of a process is set up. */
export interface ProcessOptions extends EngineOptions {
  /**
   * Whether this thread does nothing but jobs, as in a worker process; false by default. Then it decodes and encodes plain
   * JPEGs itself, in less time than libvips; `free` leaves those to libvips that come while it works, because there are more
   * cores than workers. Elsewhere libvips does, in threads of its own. The samples and files are the same.
   */
  readonly ownThread?: ThreadUse;
}

/**
 * Reads the variables that every command and the library take. Throws an error that names the variable and its possible
 * values.
 */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv = process.env): EngineOptions {
  return {
    backends: readBackends(env.NOIR_BACKENDS),
    gpu: readChoice('NOIR_GPU', CHOICES.gpu, env.NOIR_GPU),
    codecs: readChoice('NOIR_CODECS', CHOICES.codecs, env.NOIR_CODECS),
    jpeg: readChoice('NOIR_JPEG', CHOICES.jpeg, env.NOIR_JPEG),
    limits: DEFAULT_LIMITS,
  };
}

function readChoice<Word extends string>(name: string, words: readonly Word[], text = ''): Word | 'auto' {
  const found = text === '' ? 'auto' : words.find((word) => word === text);
  if (found !== undefined) return found;
  const takes = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  throw new Error(`${name} takes ${takes}, not ${JSON.stringify(text)}${suggestion(text, words)}`);
}

function readBackends(text = ''): readonly BackendName[] {
  if (text === '') return BACKEND_NAMES;
  const names = text.split(',').map((name) => name.trim());
  const isKnown = (name: string): name is BackendName => (BACKEND_NAMES as readonly string[]).includes(name);
  if (names.every(isKnown)) return names;
  const takes = `a list of ${BACKEND_NAMES.slice(0, -1).join(', ')} and ${BACKEND_NAMES.at(-1)}`;
  const near = suggestion(
    names.find((name) => !isKnown(name)),
    BACKEND_NAMES,
  );
  throw new Error(
    `NOIR_BACKENDS takes ${takes}, such as ${BACKEND_NAMES.join(',')}, not ${JSON.stringify(text)}${near}`,
  );
}
