import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { Admission } from '../../src/engine/admission.ts';
import { planSteps } from '../support/chains.ts';
import { noise } from '../support/pictures.ts';

const plan = planSteps([{ op: 'negate' }], noise({ width: 8, height: 8, channels: 3, type: 'u8' }));
const never = new AbortController().signal;

it('does not close while a job that was let in needs more memory', async () => {
  const admission = new Admission(DEFAULT_LIMITS);
  const room = admission.open({ goals: [{ plan, count: 1 }] }, never);
  await room.admit({ memory: 1000 });
  let isClosed = false;
  const closing = admission.close().then(() => {
    isClosed = true;
  });
  // It gives back what it holds, and waits behind whoever waits already.
  await room.admit({ memory: 2000 });
  await setImmediate();
  expect(isClosed).toBe(false);
  room.leave();
  await closing;
  const late = admission.open({ goals: [{ plan, count: 1 }] }, never);
  await expect(late.admit({})).rejects.toMatchObject({ code: 'shutting-down' });
});
