import { describe, expect, it } from 'vitest';
import { modulesOf } from '../../../src/backends/gpu/compute-program.ts';
import { DECODE_PROGRAMS } from '../../../src/backends/gpu/jpeg/decode-programs.ts';
import { ENCODE_PROGRAMS } from '../../../src/backends/gpu/jpeg/encode-programs.ts';
import { linkShader, shaderKey, USUAL_CHOICES } from '../../../src/backends/gpu/link.ts';
import { FILTER_PROGRAMS } from '../../../src/backends/gpu/png/filter-programs.ts';
import { shaderModules, shaderSource } from '../../../src/backends/gpu/shaders.ts';
import type { Shape } from '../../../src/core/image.ts';
import { createImage } from '../../../src/core/image.ts';
import type { Pass } from '../../../src/core/pass.ts';
import { PIXEL_TYPES } from '../../../src/core/pixel.ts';
import { listOps } from '../../../src/ops/registry.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps } from '../../support/chains.ts';
import { lowerExample } from '../../support/others.ts';

const rgb = { width: 8, height: 6, channels: 3, type: 'u8' } as const;

function passOf(steps: readonly StepInput[], shape: Shape = rgb): Pass {
  return planSteps(steps, createImage(shape)).passes[0] as Pass;
}

const keyOf = (...parameters: Parameters<typeof passOf>) => shaderKey(passOf(...parameters));

describe('shaderKey', () => {
  const plain = keyOf([{ op: 'linear', a: 2 }]);

  it.each<[string, readonly StepInput[], Shape]>([
    ['parameters', [{ op: 'linear', a: 3, b: [1, 2, 3] }], rgb],
    ['the extent', [{ op: 'linear', a: 2 }], { ...rgb, width: 999, height: 1 }],
  ])('is the same whatever %s', (_, steps, shape) => {
    expect(keyOf(steps, shape)).toBe(plain);
  });

  it.each<[string, readonly StepInput[], Shape]>([
    ['pixel type', [{ op: 'linear', a: 2 }], { ...rgb, type: 'u16' }],
    ['number of channels', [{ op: 'linear', a: 2 }], { ...rgb, channels: 4 }],
    ['op', [{ op: 'negate' }], rgb],
    ['number of ops', [{ op: 'linear' }, { op: 'linear' }], rgb],
  ])('is another for another %s', (_, steps, shape) => {
    expect(keyOf(steps, shape)).not.toBe(plain);
  });

  it('tells chains apart that differ in their order, or only in a type in between', () => {
    const chains: StepInput[][] = [
      [{ op: 'negate' }, { op: 'gamma' }],
      [{ op: 'gamma' }, { op: 'negate' }],
      [
        { op: 'cast', type: 'u16' },
        { op: 'cast', type: 'u8' },
      ],
      [
        { op: 'cast', type: 'f32' },
        { op: 'cast', type: 'u8' },
      ],
      [
        { op: 'cast', type: 'u8' },
        { op: 'cast', type: 'u8' },
      ],
      [{ op: 'greyscale' }],
      [{ op: 'greyscale', method: 'luminance' }],
    ];
    expect(new Set(chains.map((chain) => keyOf(chain))).size).toBe(chains.length);
  });

  it('stands for the whole shader: what has the same key links to the same text', async () => {
    const passes = [
      passOf([{ op: 'linear', a: 2 }, { op: 'clip' }]),
      passOf(
        [
          { op: 'linear', a: 5 },
          { op: 'clip', max: 9 },
        ],
        { ...rgb, width: 1000 },
      ),
    ];
    const [first, second] = await Promise.all(passes.map(linkShader));
    expect(second).toBe(first);
    expect(shaderKey(passes[1] as Pass)).toBe(shaderKey(passes[0] as Pass));
  });
});

describe('linkShader', () => {
  it('puts in the pixel types and channels of the pass', async () => {
    const code = await linkShader(
      passOf([{ op: 'greyscale' }, { op: 'cast', type: 'f32' }], { ...rgb, type: 'u16' }),
    );
    expect(code).toMatch(/alias Group = vec2u;/);
    expect(code).toMatch(/alias GoalGroup = vec4f;/);
    expect(code).toContain('@workgroup_size(16, 16)');
    expect(code).not.toContain('import ');
  });
});

describe('the modules of wgsl/', () => {
  /** Modules that others import, and those that the linker and the ops name. */
  function usedModules(): Set<string> {
    const used = new Set<string>();
    for (const source of shaderModules().values()) {
      for (const [, path = ''] of source.matchAll(/import package::([\w:]+)::/g))
        used.add(path.replaceAll('::', '/'));
    }
    for (const type of PIXEL_TYPES) used.add(`pixel/${type}`);
    for (const channels of [1, 2, 3, 4]) used.add(`channels/${channels}`);
    // The root for every entry that the ops name below.
    used.add('entry/gather');
    for (const programs of [DECODE_PROGRAMS, ENCODE_PROGRAMS, FILTER_PROGRAMS]) {
      for (const module of modulesOf(programs)) used.add(module);
    }
    for (const module of Object.values(USUAL_CHOICES)) used.add(module);
    for (const op of listOps()) {
      for (const { entry, params, stages } of op.examples.flatMap((example) => lowerExample(op, example))) {
        for (const module of [entry, params?.module, ...stages.map((stage) => stage.module)]) {
          if (module) used.add(module);
        }
      }
    }
    return used;
  }

  it.each([...shaderModules().keys()])('%s has somebody who uses it', (module) => {
    expect([...usedModules()]).toContain(module);
  });

  it('are named in the error when one is missing', () => {
    expect(() => shaderSource('ops/unheard')).toThrow('there is no shader wgsl/ops/unheard.wgsl');
  });
});
