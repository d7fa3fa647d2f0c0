/**
 * Checks ops that users define: their shaders must compile, and on a GPU give the same values as their JavaScript.
 */
import { createImage, type Image, shapeOf } from '../core/image.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { PIXEL_TYPES, type PixelType, WHITE } from '../core/pixel.ts';
import type { Op } from '../ops/op.ts';
import { makePlan } from '../plan/plan.ts';
import type { Backend } from './backend.ts';

/**
 * Compiles the shaders of user-defined ops, and compares them with the reference when there is a GPU. Throws an
 * error that names the op.
 */
export async function checkOwnOps(ops: readonly Op[], backends: readonly Backend[]): Promise<void> {
  if (ops.length === 0) return;
  const { compilePasses } = await import('./gpu/compile.ts');
  const gpu = backends.find(({ name }) => name === 'gpu');
  for (const op of ops) {
    const params = op.params.parse({});
    for (const type of PIXEL_TYPES) {
      const ramp = makeRamp(type);
      const passes = op.lower(shapeOf(ramp), params, []);
      await compilePasses(passes).catch((cause) => {
        const said = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`the shader of ${op.name} does not compile: ${said}`, { cause });
      });
      if (gpu) await compareWithReference(gpu, op, params, ramp);
    }
  }
}

async function compareWithReference(gpu: Backend, op: Op, params: unknown, ramp: Image): Promise<void> {
  const expected = createImage(op.geometry(ramp, params, []));
  op.reference(ramp, params, expected, []);
  const { image, release } = await gpu.process(makePlan([{ op, params }], ramp, DEFAULT_LIMITS), ramp);
  const tolerance = op.tolerance[expected.type];
  const at = image.data.findIndex((got, index) => {
    const wanted = expected.data[index] as number;
    // WGSL promises nothing where a result is infinite or NaN.
    if (!Number.isFinite(wanted)) return false;
    return !(Math.abs(got - wanted) <= tolerance * (ramp.type === 'f32' ? Math.max(1, Math.abs(wanted)) : 1));
  });
  const got = image.data[at];
  release();
  if (at < 0) return;
  const color = ramp.data.subarray(at - (at % 4), at - (at % 4) + 4);
  throw new Error(
    `${op.name} turns (${[...color].join(', ')}) into ${got} on the GPU and ${expected.data[at]} in JavaScript, for ${ramp.type}`,
  );
}

/** A test image with every mix of dark, medium and bright channels, at every opacity. */
function makeRamp(type: PixelType): Image {
  const image = createImage({ width: 64, height: 16, channels: 4, type });
  for (let at = 0; at < image.data.length; at += 4) {
    const pixel = at / 4;
    const parts = [pixel % 16, (pixel >> 2) % 16, (pixel >> 4) % 16, 15 - ((pixel >> 6) % 16)];
    for (const [channel, part] of parts.entries()) image.data[at + channel] = (part / 15) * WHITE[type];
  }
  return image;
}
