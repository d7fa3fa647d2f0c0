import { describe, expect, it } from 'vitest';
import { packStages } from '../../../src/backends/gpu/uniforms.ts';
import type { Pass, Uniforms } from '../../../src/core/pass.ts';

const shape = { width: 4, height: 4, channels: 4, type: 'u8' } as const;

function pack(...stages: [module: string, uniforms: Uniforms][]): Uint8Array {
  const pass: Pass = {
    entry: 'entry/point',
    stages: stages.map(([module, uniforms]) => ({ module, uniforms, type: 'u8' })),
    source: shape,
    goal: shape,
    halo: 0,
  };
  return packStages(pass);
}

const floats = (bytes: Uint8Array) => [...new Float32Array(bytes.buffer)];

describe('packStages', () => {
  it('starts every vec3f at 16 bytes', () => {
    expect(floats(pack(['ops/tone/linear', { a: [1, 2, 3], b: [4, 5, 6] }]))).toEqual([
      1, 2, 3, 0, 4, 5, 6, 0,
    ]);
  });

  it('puts a scalar behind a vec3f into the same 16 bytes', () => {
    const bytes = pack(['ops/color/greyscale/luminance', { weights: [1, 2, 3], white: 255 }]);
    expect(floats(bytes)).toEqual([1, 2, 3, 255]);
  });

  it('puts scalars side by side, and fills the struct up to 16 bytes', () => {
    const bytes = pack(['ops/tone/negate', { white: 1, alpha: 1 }]);
    expect(bytes.byteLength).toBe(16);
    expect(floats(bytes)[0]).toBe(1);
    // 1 as an integer, where 1.0 would be 0x3f800000.
    expect([...new Uint32Array(bytes.buffer)]).toEqual([0x3f800000, 1, 0, 0]);
  });

  it('starts every stage at 16 bytes', () => {
    const bytes = pack(
      ['ops/channels/cast', { factor: 7 }],
      ['ops/tone/linear', { a: [1, 2, 3], b: [4, 5, 6] }],
      ['ops/tone/clip', { min: 8, max: 9 }],
    );
    expect(floats(bytes)).toEqual([7, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 8, 9, 0, 0]);
  });

  it('goes by the names, not by the order in which they are given', () => {
    expect(pack(['ops/tone/clip', { max: 2, min: 1 }])).toEqual(pack(['ops/tone/clip', { min: 1, max: 2 }]));
  });

  it.each<[string, Uniforms, string]>([
    ['ops/tone/clip', { min: 1 }, 'ops/tone/clip: Params.max takes 1 numbers, not 0'],
    ['ops/tone/clip', { min: 1, max: 2, mean: 3 }, 'ops/tone/clip: struct Params has no field mean'],
    ['ops/tone/clip', { min: 1, max: [1, 2] }, 'ops/tone/clip: Params.max takes 1 numbers, not 2'],
    ['ops/tone/linear', { a: 1, b: [4, 5, 6] }, 'ops/tone/linear: Params.a takes 3 numbers, not 1'],
    ['ops/tone/linear', { a: [1, 2], b: [4, 5, 6] }, 'ops/tone/linear: Params.a takes 3 numbers, not 2'],
    ['ops/unheard', { a: 1 }, 'there is no shader wgsl/ops/unheard.wgsl'],
    ['lib/srgb', { a: 1 }, 'lib/srgb: it declares no struct Params with fields'],
  ])('refuses for %s the uniforms %o', (module, uniforms, message) => {
    expect(() => pack([module, uniforms])).toThrow(message);
  });
});
