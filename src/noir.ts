import { readFile } from 'node:fs/promises';
import type { Image } from './core/image.ts';
import type { Limits } from './core/limits.ts';
import { type EngineOptions, optionsFromEnvironment } from './engine/config.ts';
import { Engine } from './engine/engine.ts';
import type { OnFailure } from './engine/ladder.ts';
import { Pipeline } from './pipeline.ts';

/** A picture to work on: the path or the bytes of a file, or pixels in memory. */
export type Input = string | Uint8Array | ArrayBuffer | Image;

export interface NoirOptions extends Partial<Omit<EngineOptions, 'limits'>> {
  /** Limits that differ from the defaults, which are meant for strangers' pictures. */
  readonly limits?: Partial<Limits>;
  /** Called when a backend fails and its work goes to the next one. */
  readonly onFailure?: OnFailure;
}

/** Starts a pipeline on a picture; made by `createNoir`. */
export interface Noir {
  (input: Input): Pipeline;
  /** What runs the pipelines; for servers built on Noir. */
  readonly engine: Engine;
  /** Frees the GPU and everything else. Nothing may be in flight. */
  close(): Promise<void>;
}

/**
 * Opens the backends and gives the function that starts pipelines. Options that are left out come from
 * the `NOIR_*` variables. Throws when none of the backends can be had on this machine.
 *
 * @example
 * const noir = await createNoir();
 * const png = await noir('photo.jpg').greyscale().linear(1.2, -10).png().toBuffer();
 * await noir.close();
 */
export async function createNoir({ onFailure, limits, ...options }: NoirOptions = {}): Promise<Noir> {
  const settings = { ...optionsFromEnvironment(), ...options };
  const engine = await Engine.open({ ...settings, limits: { ...settings.limits, ...limits } }, onFailure);
  const start = (input: Input) => new Pipeline(engine, () => readInput(input));
  return Object.assign(start, { engine, close: () => engine.close() });
}

async function readInput(input: Input): Promise<Uint8Array | Image> {
  if (typeof input === 'string') return readFile(input);
  return input instanceof ArrayBuffer ? new Uint8Array(input) : input;
}
