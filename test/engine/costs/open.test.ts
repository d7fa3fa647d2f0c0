import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCached } from '../../../src/engine/costs/cache.ts';
import { costPath, profilePath, readCosts } from '../../../src/engine/costs/open.ts';
import { SHIPPED, SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';

const version = '1.2.3';
const POINT = { kind: 'point', pixels: 0, bytes: 1e6 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noir-costs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tuned = { ...SHIPPED, noir: version, coefficients: { cpu: { point: { pixels: 123 } } } };

describe('reading the costs', () => {
  it('gives the table that ships where there is none of this machine', async () => {
    const { costs, lines } = await readCosts({ version, folder });
    expect(costs.id).toBe(SHIPPED_COSTS.id);
    expect(lines).toEqual([]);
  });

  it('gives the table of this machine, with the shipped rows of those who are not in it', async () => {
    await writeCached(costPath(folder, version), tuned);
    const { costs } = await readCosts({ version, folder });
    expect(costs.id).not.toBe(SHIPPED_COSTS.id);
    expect(costs.time('cpu', { kind: 'point', pixels: 1e6 })).toBe(123);
    expect(costs.time('gpu', POINT)).toBe(SHIPPED_COSTS.time('gpu', POINT));
    expect((await readCosts({ version, folder })).costs.id).toBe(costs.id);
  });

  it('ignores a table of another version, and with one line a damaged one', async () => {
    await writeCached(costPath(folder, version), { ...tuned, noir: '1.2.2' });
    expect((await readCosts({ version, folder })).costs.id).toBe(SHIPPED_COSTS.id);
    for (const broken of [
      '{',
      '{"form":1}',
      JSON.stringify({ ...tuned, coefficients: { cpu: { x: { fixed: -1 } } } }),
    ]) {
      writeFileSync(costPath(folder, version), broken);
      const { costs, lines } = await readCosts({ version, folder });
      expect(costs.id).toBe(SHIPPED_COSTS.id);
      expect(lines).toHaveLength(1);
    }
  });

  it('measures a device once, and keeps what it found', async () => {
    let measured = 0;
    const device = {
      who: 'gpu',
      description: 'a device, driver 1',
      measure: async () => ({ point: 2 + measured++ }),
    };
    const first = await readCosts({ version, folder, device });
    const second = await readCosts({ version, folder, device });
    const { measure: _, ...kept } = device;
    const third = await readCosts({ version, folder, device: kept });
    expect(measured).toBe(1);
    expect(first.costs.time('gpu', POINT)).toBeCloseTo(2 * SHIPPED_COSTS.time('gpu', POINT));
    expect([second.costs.id, third.costs.id]).toEqual([first.costs.id, first.costs.id]);
    const other = { ...device, description: 'a device, driver 2' };
    expect((await readCosts({ version, folder, device: other })).costs.id).not.toBe(first.costs.id);
    expect(measured).toBe(2);
  });

  it('says in a line what a device fails with or what cannot be kept, and goes on', async () => {
    const failing = { who: 'gpu', description: 'broken', measure: () => Promise.reject(new Error('lost')) };
    const { costs, lines } = await readCosts({ version, folder, device: failing });
    expect([costs.id, lines]).toEqual([SHIPPED_COSTS.id, ['broken could not be measured: lost']]);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const device = { who: 'gpu', description: 'fine', measure: async () => ({ point: 2 }) };
    const unkept = await readCosts({ version, folder: file, device });
    expect(unkept.lines).toEqual([expect.stringContaining('cannot be written')]);
    expect(unkept.costs.id).not.toBe(SHIPPED_COSTS.id);
    expect(profilePath(folder, version, device)).not.toBe(profilePath(folder, version, failing));
  });
});
