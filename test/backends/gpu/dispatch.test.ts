import { describe, expect, it } from 'vitest';
import { packFrame, workgroups } from '../../../src/backends/gpu/dispatch.ts';
import { createImage } from '../../../src/core/image.ts';
import type { PlannedPass } from '../../../src/plan/plan.ts';
import { planSteps } from '../../support/chains.ts';

const image = createImage({ width: 130, height: 40, channels: 3, type: 'u8' });

describe('the dispatch of a band', () => {
  const [pass] = planSteps([{ op: 'cast', type: 'u16' }], image).passes as readonly [PlannedPass];
  const band = { first: 8, end: 25, source: { offset: 3072, size: 1 }, goal: { offset: 6144, size: 1 } };

  it('has an invocation for every quad of its rows', () => {
    // 130 pixels begin at most 33 quads, in groups of 16; 17 rows are two groups.
    expect(workgroups(pass, band)).toEqual([3, 2]);
  });

  it('tells the shader the extent, its rows, and where its windows begin in groups of four samples', () => {
    expect([...packFrame(pass, band)]).toEqual([130, 40, 8, 25, 3072 / 4, 6144 / 8]);
  });
});
