// Clients that ask for the same picture share a job. It belongs to one of them, and may be refused because of that one's other jobs.
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { NoirError, toProblem } from '../../../src/core/errors.ts';
import type { Answer, Job } from '../../../src/engine/job.ts';
import { createApp, type PictureSource } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir();
afterAll(() => noir.close());

const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
  .png()
  .toBuffer();
const source: PictureSource = {
  description: 'a picture',
  get: async () => ({ kind: 'file', bytes: png, validator: '"1"' }),
};

test('a client whose picture another one asked for is not refused for that one’s jobs', async () => {
  let refuse = () => {};
  const refused = new Promise<Answer>((resolve) => {
    const problem = toProblem(new NoirError('busy', 'Too many jobs of this client'));
    refuse = () => resolve({ kind: 'problem', problem });
  });
  const tenants: (string | undefined)[] = [];
  const runner = {
    status: () => noir.runner.status(),
    close: () => noir.runner.close(),
    run(job: Job, signal?: AbortSignal) {
      tenants.push(job.tenant);
      return job.tenant === '192.0.2.1' ? refused : noir.runner.run(job, signal);
    },
  };
  const shared = Object.assign((...input: Parameters<typeof noir>) => noir(...input), noir, { runner });
  const app = createApp(shared, { sources: { '': source }, behindProxy: true });
  const ask = async (client: string) =>
    (await app.request('/image/w_20/tom.png', { headers: { 'X-Forwarded-For': client } })).status;
  const busy = ask('192.0.2.1');
  await expect.poll(() => tenants.length, { timeout: 10_000 }).toBe(1);
  const others = ['192.0.2.2', '192.0.2.3'].map(ask);
  await new Promise((resolve) => setTimeout(resolve, 50));
  refuse();
  expect([await busy, ...(await Promise.all(others))]).toEqual([503, 200, 200]);
  expect(tenants).toEqual(['192.0.2.1', '192.0.2.2']);
});
