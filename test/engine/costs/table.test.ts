import { describe, expect, it } from 'vitest';
import { CostTable } from '../../../src/engine/costs/table.ts';

const COEFFICIENTS = {
  cpu: {
    'linear u8 3': { fixed: 0.5, pixels: 2 },
    'blur u8 3': { pixels: 1, taps: 0.5 },
    point: { pixels: 8 },
  },
  sharp: { 'decode jpeg u8 3': { fixed: 1, pixels: 3, bytes: 10 } },
};

describe('a table of costs', () => {
  const table = new CostTable(COEFFICIENTS);

  it('adds the fixed time to that of every amount, in milliseconds', () => {
    expect(table.time('cpu', { kind: 'linear u8 3', pixels: 1e6 })).toBeCloseTo(2.5);
    expect(table.time('cpu', { kind: 'blur u8 3', pixels: 1e6, taps: 4e6 })).toBeCloseTo(3);
    expect(table.time('sharp', { kind: 'decode jpeg u8 3', pixels: 1e6, bytes: 1e5 })).toBeCloseTo(5);
  });

  it('takes the first row that is like it for one that it does not have', () => {
    const features = { kind: 'fade u8 3', like: ['fade'], among: ['point', 'linear u8 3'], pixels: 1e6 };
    expect(table.time('cpu', features)).toBeCloseTo(8);
  });

  it('answers for what it knows nothing of, too, and with more for more pixels', () => {
    const time = (who: string, pixels: number) => table.time(who, { kind: '__proto__', pixels });
    for (const who of ['cpu', 'nobody', 'constructor']) {
      expect(time(who, 0)).toBeGreaterThan(0);
      expect(time(who, 1e6)).toBeGreaterThan(time(who, 1e3));
      expect(time(who, 1e9)).toBeLessThan(Number.POSITIVE_INFINITY);
    }
  });

  it('has an id of eight digits that depends on what it holds, and not on the order', () => {
    const { cpu, sharp } = COEFFICIENTS;
    const turned = {
      sharp: { 'decode jpeg u8 3': { bytes: 10, pixels: 3, fixed: 1 } },
      cpu: Object.fromEntries(Object.entries(cpu).reverse()),
    };
    expect(table.id).toMatch(/^[0-9a-f]{8}$/);
    expect(new CostTable(turned).id).toBe(table.id);
    expect(new CostTable({ cpu, sharp: {} }).id).not.toBe(table.id);
    expect(new CostTable({ cpu: { ...cpu, point: { pixels: 8.001 } }, sharp }).id).not.toBe(table.id);
  });

  it('scales the rows of a device, and nothing else', () => {
    const scaled = table.scaled('cpu', { point: 3 });
    expect(scaled.time('cpu', { kind: 'point', pixels: 1e6 })).toBeCloseTo(24);
    expect(scaled.time('cpu', { kind: 'linear u8 3', pixels: 1e6 })).toBeCloseTo(2.5);
    expect(scaled.id).not.toBe(table.id);
    expect(table.scaled('gpu', { point: 3 }).coefficients.cpu).toEqual(COEFFICIENTS.cpu);
  });
});
