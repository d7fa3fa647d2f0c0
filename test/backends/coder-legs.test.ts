import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { hostOf, type LegContext, type RowsCarrier } from '../../src/backends/leg.ts';
import { openCoders } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { planSteps } from '../support/chains.ts';
import { noise } from '../support/pictures.ts';
import { makeFiltered } from '../support/png-filter.ts';

it('deflates filtered rows no further when the run is over', async () => {
  const image = noise({ width: 300, height: 600, channels: 3, type: 'u8' });
  const { legs } = coderLegs(await openCoders('auto'));
  const stretch = {
    ...({
      input: hostOf(image),
      plan: planSteps([], image),
      output: { format: 'png', options: {} },
    } as const),
    ...{ limits: DEFAULT_LIMITS, costs: SHIPPED_COSTS },
  };
  const leg = legs(stretch, { starts: [0], ends: [0] }).find(({ from }) => from.kind === 'rows');
  const rows: RowsCarrier = { kind: 'rows', rows: makeFiltered(image), shape: image, release: () => {} };
  const controller = new AbortController();
  const context = { run: { signal: controller.signal, outlives: () => {} }, spent: () => {} };
  // The picture has bands enough for several turns of the event loop.
  void setImmediate().then(() => controller.abort(new Error('over')));
  await expect(leg?.run(rows, context as unknown as LegContext)).rejects.toThrow('over');
});
