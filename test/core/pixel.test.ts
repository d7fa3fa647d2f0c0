import { describe, expect, it } from 'vitest';
import { allocateSamples, type PixelType, quantize, roundLevel, viewSamples } from '../../src/core/pixel.ts';

describe('quantize', () => {
  it.each<[PixelType, number, number]>([
    ['u8', 0.5, 1],
    ['u8', 0.49999999, 0],
    ['u8', 1.5, 2],
    ['u8', 2.5, 3],
    ['u8', 254.49, 254],
    ['u8', 254.5, 255],
    ['u8', 255.4, 255],
    ['u8', 1e30, 255],
    ['u8', -0.5, 0],
    ['u8', -1e30, 0],
    ['u8', Number.NaN, 0],
    ['u8', Infinity, 255],
    ['u8', -Infinity, 0],
    ['u16', 65534.49, 65534],
    ['u16', 65534.5, 65535],
    ['u16', 65536, 65535],
    ['u16', 32767.5, 32768],
    ['u16', Number.NaN, 0],
    ['u16', Infinity, 65535],
    ['u16', -Infinity, 0],
  ])('stores in %s the value %d as %d', (type, value, stored) => {
    expect(quantize(type, value)).toBe(stored);
  });

  it('never makes a negative zero of an integer sample', () => {
    expect([quantize('u8', -0), quantize('u8', -0.2)]).toEqual([0, 0]);
  });

  it.each([0.1, -3.7, 1e-40, 3.4e38, 1e39, Number.NaN, Infinity, -Infinity, -0])(
    'keeps the float %d as 32 bits hold it',
    (value) => {
      expect(quantize('f32', value)).toBe(new Float32Array([value])[0]);
    },
  );

  it('gives what a typed array of the pixel type then holds', () => {
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const samples = allocateSamples(type, 1);
      for (const value of [0.5, 17.5, 254.5, 300, 65534.5, 70000, -4, 1 / 3]) {
        samples[0] = quantize(type, value);
        expect(samples[0], `${value} as ${type}`).toBe(quantize(type, value));
      }
    }
  });
});

describe('roundLevel', () => {
  it('leaves a value alone when there is no limit', () => {
    expect([1.5, -2.25, 1e300].map((value) => roundLevel(value, Infinity))).toEqual([1.5, -2.25, 1e300]);
  });

  it('keeps every level of 16 bits', () => {
    for (let level = 0; level <= 65535; level++) {
      if (roundLevel(level, 65535) !== level) expect(roundLevel(level, 65535)).toBe(level);
    }
  });
});

describe('viewSamples', () => {
  it('shares the memory that it views', () => {
    const memory = new ArrayBuffer(16);
    viewSamples('u16', memory, 4, 2)[1] = 0x1234;
    expect([...new Uint8Array(memory)].slice(4, 8)).toEqual([0, 0, 0x34, 0x12]);
    expect(viewSamples('f32', memory, 8, 2)).toHaveLength(2);
    expect(viewSamples('u8', memory, 5, 11)).toHaveLength(11);
  });
});
