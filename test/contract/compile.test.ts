import { beforeAll, describe, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { Pipelines } from '../../src/backends/gpu/pipelines.ts';
import { packStages } from '../../src/backends/gpu/uniforms.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { listOps } from '../../src/ops/registry.ts';
import { othersFor } from '../support/others.ts';
import { LAYOUTS } from '../support/pictures.ts';

// Dawn's null backend checks all of WGSL and of the API, and needs no driver. It runs nothing.
const instance = create(['backend=null']);
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  device = (await (await instance.requestAdapter())?.requestDevice()) as GPUDevice;
});

describe.each(listOps().map((op) => [op.name, op] as const))('the shader of %s', (_, op) => {
  it('links and compiles for every pixel type and number of channels', async () => {
    const pipelines = new Pipelines(device);
    for (const example of op.examples) {
      for (const layout of LAYOUTS) {
        const shape = { ...layout, width: 8, height: 8 };
        const params = op.params.parse(example);
        let passes: ReturnType<typeof op.lower>;
        try {
          const others = othersFor(op, params, shape);
          op.geometry(shape, params, others);
          passes = op.lower(shape, params, others);
        } catch (error) {
          if (isNoirError(error)) continue;
          throw error;
        }
        for (const pass of passes) {
          await pipelines.get(pass);
          expect(packStages(pass).byteLength % 16).toBe(0);
        }
      }
    }
    expect(pipelines.count).toBeGreaterThan(0);
  });
});
