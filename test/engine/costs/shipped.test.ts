import { describe, expect, it } from 'vitest';
import { costFile } from '../../../src/engine/costs/file.ts';
import { SHIPPED, SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import { listOps } from '../../../src/ops/registry.ts';
import { readPackage } from '../../../src/version.ts';

describe('the table that ships', () => {
  it('is valid, of this version, and says where it comes from', () => {
    expect(costFile.parse(SHIPPED)).toEqual(SHIPPED);
    expect(SHIPPED.noir).toBe(readPackage().version);
    expect(SHIPPED.machine).not.toBe('');
    expect(SHIPPED_COSTS.id).toMatch(/^[0-9a-f]{8}$/);
  });

  it('has rows for every op on the CPU, and for every coder', () => {
    const { cpu = {}, sharp = {}, png = {} } = SHIPPED.coefficients;
    expect(
      listOps()
        // A trim becomes an extract.
        .filter(({ name }) => !cpu[name] && name !== 'trim')
        .map(({ name }) => name),
    ).toEqual([]);
    for (const kind of ['pipeline', 'copy', 'resize u8 3', 'load jpeg/8 u8 3', 'encode webp']) {
      expect(sharp).toHaveProperty([kind]);
    }
    expect(png).toHaveProperty(['encode png u8 3']);
  });

  it('has a time for each row, and none below 0', () => {
    for (const rows of Object.values(SHIPPED.coefficients)) {
      for (const row of Object.values(rows)) {
        const values = Object.values(row) as number[];
        expect(values.length).toBeGreaterThan(0);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
