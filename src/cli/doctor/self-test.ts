/** Tries a backend: runs ops on a small picture and compares the result with the reference. */
import type { BackendName } from '../../backends/backend.ts';
import { createImage, type Image } from '../../core/image.ts';
import type { Samples } from '../../core/pixel.ts';
import type { Engine } from '../../engine/engine.ts';
import { expectDone, makeJob, sourceOf } from '../../engine/job.ts';
import { DEFAULT_READING } from '../../formats/input.ts';
import { openEngine } from '../../open-engine.ts';
import { parseOps } from '../../recipe/grammar.ts';
import { parseRecipe, type Step } from '../../recipe/recipe.ts';
import type { EngineOptions } from '../../settings.ts';

/** How a backend did. */
export interface BackendReport {
  readonly name: BackendName;
  /** `absent` if it could not be opened, `failed` if it gave a wrong picture or none. */
  readonly state: 'ok' | 'absent' | 'failed';
  /** The hardware or library it runs on, or the error. */
  readonly detail: string;
  /** Milliseconds to open it and to process the picture. */
  readonly milliseconds?: { readonly open: number; readonly process: number };
}

/** Steps that every backend does. */
const STEPS = 'greyscale,linear_1.2_-10';

/** Opens one backend and compares its results with the definitions of the ops. Never rejects. */
export async function tryBackend(name: BackendName, options: EngineOptions): Promise<BackendReport> {
  const begun = performance.now();
  let engine: Engine | undefined;
  try {
    engine = await openEngine({ ...options, backends: [name] });
    const opened = performance.now();
    const difference = await compare(engine);
    const milliseconds = { open: opened - begun, process: performance.now() - opened };
    const description = engine.status().backends[0]?.description ?? name;
    if (difference === undefined) return { name, state: 'ok', detail: description, milliseconds };
    return { name, state: 'failed', detail: `${description}: ${difference}`, milliseconds };
  } catch (error) {
    return { name, state: engine ? 'failed' : 'absent', detail: reasonOf(error) };
  } finally {
    await engine?.close();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The first step whose result exceeds its tolerance. Undefined when all results are right. */
async function compare(engine: Engine): Promise<string | undefined> {
  for (const step of parseRecipe(parseOps(STEPS)).steps) {
    const image = gradient();
    const recipe = { input: DEFAULT_READING, steps: [step], output: { options: {} } };
    const job = makeJob({ input: sourceOf(image), recipe, wants: 'samples' });
    const [got] = expectDone(await engine.run(job)).outputs;
    const expected = createImage(step.op.geometry(image, step.params, []));
    step.op.reference(image, step.params, expected, []);
    const worst = worstDifference(got.data, expected.data);
    if (worst > step.op.tolerance[expected.type]) return describeDifference(step, worst);
  }
  return undefined;
}

function describeDifference({ op }: Step, worst: number): string {
  return `${op.name} is wrong by ${worst} levels`;
}

function worstDifference(got: Samples, expected: Samples): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  expected.forEach((value, at) => {
    worst = Math.max(worst, Math.abs(value - (got[at] as number)));
  });
  return worst;
}

/** Odd sizes, so that rows and workgroups are not whole. */
function gradient(): Image {
  const image = createImage({ width: 67, height: 35, channels: 3, type: 'u8' });
  for (let at = 0; at < image.data.length; at++) image.data[at] = (at * 37 + (at >> 8)) % 256;
  return image;
}
