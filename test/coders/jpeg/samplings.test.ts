/** Noir's own JPEG decoder and all sampling factors that a JPEG may have. */
import { afterAll, expect, it } from 'vitest';
import { forgeJpeg } from '../../support/jpeg-forge.ts';
import { openLoader, SHRINKS } from './compare.ts';

const { compare, close } = openLoader();
afterAll(close);

const FACTORS = [1, 2, 3, 4] as const;

/** Most blocks of an MCU. */
const MOST = 10;

it.each(FACTORS)('%i columns of luma blocks in an MCU', async (across) => {
  const same = new Set<string>();
  for (const down of FACTORS) {
    for (const columns of FACTORS) {
      for (const rows of FACTORS) {
        const luma = [across, down] as const;
        for (const last of [[columns, rows], luma, [1, 1]] as const) {
          const sampling = [luma, [columns, rows], last] as const;
          if (sampling.reduce((sum, [h, v]) => sum + h * v, 0) > MOST) continue;
          const file = forgeJpeg({ width: 61, height: 45, sampling, density: 0.1, restart: 3 });
          for (const shrink of SHRINKS) {
            const outcome = await compare(file, shrink);
            expect(['same', 'declined'], `${JSON.stringify(sampling)} at 1/${shrink}`).toContain(outcome);
            if (outcome === 'same') same.add(sampling.join(' '));
          }
        }
      }
    }
  }
  expect(same.size).toBeGreaterThan(0);
});
