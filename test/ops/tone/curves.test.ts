import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const ODD = row('f32', 1, [Number.NaN, -Infinity, Infinity, -1, 3]);
const FLAT_ENDS = { op: 'curves', points: [0.25, 0.125, 0.75, 0.875] } as { op: 'curves'; points: number[] };
const EIGHT = [0, 0, 0.1, 0.3, 0.2, 0.35, 0.4, 0.4, 0.5, 0.9, 0.7, 0.9, 0.9, 0.95, 1, 1];

describe('curves', () => {
  it('meets every point', () => {
    const x = EIGHT.filter((_, at) => at % 2 === 0);
    const met = samplesOf(row('f32', 1, x), { op: 'curves', points: EIGHT });
    met.forEach((y, at) => {
      expect(y).toBeCloseTo(EIGHT[2 * at + 1] as number, 6);
    });
  });

  it('is straight through two points, and level beyond them', () => {
    const gray = row('f32', 1, [0, 0.25, 0.5, 0.75, 1]);
    expect(samplesOf(gray, FLAT_ENDS)).toEqual([0.125, 0.125, 0.5, 0.875, 0.875]);
  });

  it('is the cubic of Fritsch and Carlson', () => {
    // Secants 0.5 and 1.5; slopes 0.5, 1 and 1.5, all within the circle. At the middle of the first
    // piece: (0 + 0.25) / 2 + 0.5 * (0.5 - 1) / 8.
    const [y] = samplesOf(row('f32', 1, [0.25]), { op: 'curves', points: [0, 0, 0.5, 0.25, 1, 1] });
    expect(y).toBeCloseTo(0.09375, 7);
  });

  it('never turns back between points that ascend', () => {
    const grays = samplesOf(everyLevel('u16'), { op: 'curves', points: EIGHT });
    expect(grays.findIndex((gray, at) => gray < (grays[at - 1] ?? 0))).toBe(-1);
  });

  it('does nothing by default, on every level of 16 bits', () => {
    expect(samplesOf(everyLevel('u16'), { op: 'curves' })).toEqual([...everyLevel('u16').data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 2, [255, 9]), { op: 'curves', points: [0, 1, 1, 0] })).toEqual([0, 9]);
  });

  it('limits floats too, and makes NaN the first y', () => {
    expect(samplesOf(ODD, FLAT_ENDS)).toEqual([0.125, 0.125, 0.875, 0.125, 0.875]);
  });

  it('is a list in an address', () => {
    expect(parseOps('curves_0:0:0.5:0.7:1:1').steps).toEqual([
      { op: 'curves', points: [0, 0, 0.5, 0.7, 1, 1] },
    ]);
  });

  it.each([
    [[0, 0, 0.5, 0.5, 1], 'expected x and y of each point, received 5 numbers'],
    [[0, 0, 0, 1], 'expected x to ascend by 0.000001 or more from point to point, received 0 after 0'],
    [
      [0, 0, 0.6, 1, 0.5, 1],
      'expected x to ascend by 0.000001 or more from point to point, received 0.5 after 0.6',
    ],
    // The slope between these has no number.
    [
      [0, 0, 1e-320, 0.5, 1, 1],
      'expected x to ascend by 0.000001 or more from point to point, received 1e-320 after 0',
    ],
  ])('refuses %o', (points, reason) => {
    expect(() => samplesOf(row('u8', 1, [0]), { op: 'curves', points })).toThrow(
      expect.objectContaining({ errors: [{ pointer: '/steps/0/points', reason }] }),
    );
  });
});

describeGpu('curves on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('limits floats too, and makes NaN the first y', async () => {
    expect([...(await onGpu(gpu, ODD, FLAT_ENDS)).data]).toEqual([0.125, 0.125, 0.875, 0.125, 0.875]);
  });

  it('is within a level of its reference on every level of 16 bits', async () => {
    const expected = samplesOf(everyLevel('u16'), { op: 'curves', points: EIGHT });
    const { data } = await onGpu(gpu, everyLevel('u16'), { op: 'curves', points: EIGHT });
    expect(data.findIndex((level, at) => Math.abs(level - (expected[at] as number)) > 1)).toBe(-1);
  });
});
