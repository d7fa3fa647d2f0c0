import { describe, expect, it } from 'vitest';
import { packUniforms, resultBytes, texelBufferBytes } from '../../../src/backends/gpu/packed-task.ts';
import { createImage } from '../../../src/core/image.ts';
import { cutBands } from '../../../src/plan/bands.ts';
import { planSteps } from '../../support/chains.ts';

const image = createImage({ width: 5, height: 9, channels: 3, type: 'u8' });

describe('the buffers of a task', () => {
  it('hold the largest picture of the chain, whichever it is', () => {
    const shrinking = planSteps([{ op: 'greyscale' }], image);
    const growing = planSteps(
      [
        { op: 'cast', type: 'f32' },
        { op: 'cast', type: 'u8' },
      ],
      image,
      { fuse: false },
    );
    // 45 pixels are 12 quads.
    expect(texelBufferBytes(shrinking)).toBe(48 * 3);
    expect(texelBufferBytes(growing)).toBe(48 * 3 * 4);
  });

  it('bring back the samples in whole words', () => {
    expect(resultBytes(planSteps([{ op: 'greyscale' }], image))).toBe(48);
    expect(resultBytes(planSteps([{ op: 'negate' }], image))).toBe(136);
  });
});

describe('packUniforms', () => {
  it('starts every struct where a binding may start, and lets none overlap', () => {
    const wide = createImage({ width: 64, height: 64, channels: 4, type: 'u8' });
    const { passes } = planSteps([{ op: 'negate' }, { op: 'gamma' }, { op: 'linear' }], wide, {
      fuse: false,
    });
    const limits = { maxStorageBufferBindingSize: 2048, minStorageBufferOffsetAlignment: 256 };
    const banded = passes.map((pass) => ({ pass, bands: cutBands(pass, limits) ?? [] }));
    const { data, stages, frames } = packUniforms(banded, 256);
    const slices = [...stages, ...frames.flat()].sort((a, b) => a.offset - b.offset);
    expect(slices).toHaveLength(3 + 3 * 8);
    slices.forEach(({ offset, size }, index) => {
      expect(offset % 256).toBe(0);
      expect(offset + size).toBeLessThanOrEqual(slices[index + 1]?.offset ?? data.byteLength);
    });
  });
});
