import { describe, it } from 'vitest';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { compareHuge, compareStrewn, STREWN_CASES } from './strewn.ts';

// The GPU's turn is in gpu-*.test.ts, with the shaders that are compiled there.
describe('on the CPU', () => {
  it.each(STREWN_CASES)(
    '%s does with NaN and infinities what its reference does',
    async (what, op, params) => {
      await compareStrewn(new CpuBackend(), op, params, what);
    },
  );

  it.each(STREWN_CASES)('%s takes huge floats', async (what, op, params) => {
    await compareHuge(new CpuBackend(), op, params, what);
  });
});
