import { createImage, type Image, type Shape } from '../../src/core/image.ts';
import { type Channels, type PixelType, quantize, WHITE } from '../../src/core/pixel.ts';
import { slowDriver } from './vulkan.ts';

/** A generator of numbers in 0..1 that gives the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A picture of noise with many extremes: black, white, and for floats values beyond both. */
export function noise(shape: Shape, seed = 1): Image {
  const image = createImage(shape);
  const next = random(seed);
  const white = WHITE[shape.type];
  for (let at = 0; at < image.data.length; at++) {
    const kind = next();
    const inside = kind < 0.1 ? 0 : kind < 0.2 ? 1 : next();
    const value = shape.type === 'f32' && kind > 0.8 ? inside * 3 - 1 : inside;
    image.data[at] = quantize(shape.type, value * white);
  }
  return image;
}

/**
 * Layouts that shaders are executed on: a driver on the CPU takes a tenth of a second for each, and which samples a
 * shader loads and stores does not depend on the op. With a `turn`, three, of which the 16-bit one has a number of
 * channels that changes from turn to turn; five without; two on a slow driver. All twelve where `NOIR_TEST_LAYOUTS`
 * is `all`.
 */
export function executedLayouts(turn?: number): typeof LAYOUTS {
  if (process.env.NOIR_TEST_LAYOUTS === 'all') return LAYOUTS;
  const deep = `u16x${1 + ((turn ?? 3) % 4)}`;
  const few = slowDriver ? [turn === undefined || turn % 2 === 0 ? 'u8x3' : deep] : ['u8x3', deep];
  const some = turn === undefined && !slowDriver ? ['u8x1', 'u8x3', 'u16x2', deep] : few;
  return LAYOUTS.filter(({ type, channels }) => [...some, 'f32x4'].includes(`${type}x${channels}`));
}

/** Every pixel type with every number of channels. */
export const LAYOUTS: readonly { readonly type: PixelType; readonly channels: Channels }[] = (
  ['u8', 'u16', 'f32'] as const
).flatMap((type) => ([1, 2, 3, 4] as const).map((channels) => ({ type, channels })));
