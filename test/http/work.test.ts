import { setImmediate as turn } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { BackendName } from '../../src/backends/backend.ts';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { type Leg, type LegSource, type Place, stepNames } from '../../src/backends/leg.ts';
import { openBackends } from '../../src/backends/open.ts';
import type { Coder } from '../../src/coders/coder.ts';
import { openCoders, rankCoders } from '../../src/coders/registry.ts';
import { createApp, type Listening, serve } from '../../src/http/index.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { rigOfParts } from '../engine/files.ts';

let noir: Noir;
let listening: Listening;
let photo: Uint8Array<ArrayBuffer>;
const errors: unknown[] = [];

beforeAll(async () => {
  noir = await createNoir();
  listening = await serve(createApp(noir, { onError: (error) => errors.push(error) }), { port: 0 });
  const grain = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const [width, height] = [1600, 1250];
  const picture = sharp({ create: { width, height, channels: 3, background: 'gray', noise: grain } });
  photo = new Uint8Array(await picture.jpeg().toBuffer());
});

afterAll(async () => {
  await listening.close();
  await noir.close();
});

/** Waits until something is so; the test's own time runs out when it never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

const counts = () => {
  const { running, waiting } = noir.runner.status();
  return { running, waiting };
};

test('the work of clients that leave is given up, and the next one is served', async () => {
  let answered = false;
  const clients = Array.from({ length: 30 }, () => new AbortController());
  const requests = clients.map(({ signal }) =>
    fetch(`${listening.url}/process?ops=median_9`, { method: 'POST', body: photo, signal }).then(
      () => {
        answered = true;
      },
      () => 'left',
    ),
  );
  // A machine that is quick at medians and slow at requests may answer before all of them are here.
  await until(() => answered || counts().running + counts().waiting > 20);
  for (const client of clients) client.abort();
  expect(await Promise.all(requests)).toContain('left');
  const next = await fetch(`${listening.url}/process?ops=resize_100`, { method: 'POST', body: photo });
  expect(next.status).toBe(200);
  expect(await sharp(await next.arrayBuffer()).metadata()).toMatchObject({ width: 100 });
  await until(() => counts().running + counts().waiting === 0);
  expect(errors).toEqual([]);
});

const fail = async () => {
  throw new TypeError('the secret of /etc/planted');
};

test.each([
  ['decoder', { reads: ['jpeg'], decode: fail }, {}],
  ['encoder', { writes: ['png'], encode: fail }, { output: 'small' }],
] as const)(
  'a bug in the %s is a 500 that gives nothing away, and is told to whoever looks after the server',
  async (...[, part, more]) => {
    const planted: Coder = { name: 'planted', reads: [], writes: [], ...part };
    const coders = rankCoders([planted, ...(await openCoders('auto')).list]);
    const { backends } = await openBackends({ backends: ['cpu'], gpu: 'off', jpeg: 'auto' }, coders);
    const rig = await rigOfParts({ backends, sources: [coderLegs(coders)], coders });
    const onError = vi.fn();
    const app = createApp({ ...noir, runner: rig.engine } as unknown as Noir, { onError });
    const body = new FormData();
    body.append('image', new Blob([new Uint8Array(photo)]), 'photo.jpg');
    body.append('recipe', JSON.stringify({ outputs: [{ name: 'small', output: { format: 'png' } }] }));
    const response = await app.request('/process', { method: 'POST', body });
    const text = await response.text();
    expect(response.status).toBe(500);
    const { output, ...problem } = JSON.parse(text);
    expect(problem).toMatchObject({ code: 'internal-error', detail: 'An internal error occurred' });
    expect({ ...(output && { output }) }).toEqual(more);
    expect(text).not.toMatch(/secret|planted/);
    expect(onError).toHaveBeenCalledOnce();
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      code: 'internal-error',
      cause: expect.stringMatching(/^TypeError: the secret of .etc.planted\n +at /),
    });
    await rig.close();
  },
);

test('a picture says when it came by another way because a backend failed', async () => {
  const coders = await openCoders('auto');
  const { backends, sources } = await openBackends({ backends: ['cpu'], gpu: 'off', jpeg: 'auto' }, coders);
  const broken = stepLegsOf('sharp', () => Promise.reject(new Error('out of luck')));
  const rig = await rigOfParts({ backends, sources: [broken, ...sources], coders });
  const app = createApp({ ...noir, runner: rig.engine } as unknown as Noir);
  const response = await app.request('/process?ops=negate,f_png', { method: 'POST', body: photo });
  expect(response.status).toBe(200);
  expect(response.headers.get('X-Noir-Way')).toMatch(/^sharp\(decode\) > cpu\(negate\).*; failed-over$/);
  await rig.close();
});

/** One leg that does all steps for nothing, with such work. */
function stepLegsOf(who: BackendName, run: Leg['run']): LegSource {
  return {
    name: who,
    legs: ({ plan }) => {
      const [from, to] = [0, plan.steps.length].map((done) => ({ kind: 'host', done }) as const) as [
        Place,
        Place,
      ];
      return [{ who, backend: who, from, to, does: stepNames(plan, 0, to.done), cost: 0, run }];
    },
  };
}

test('a picture says by which way it came, and the health by which table ways are chosen', async () => {
  const { costs } = noir.runner.status();
  expect(costs).toMatch(/^[0-9a-f]{8}$/);
  const response = await fetch(`${listening.url}/gray`, { method: 'POST', body: photo });
  const way = response.headers.get('X-Noir-Way');
  expect(way).toMatch(/^[^;]*decode[^;]*greyscale[^;]*encode[^;]*;/);
  expect(way?.endsWith(`; costs=${costs}`)).toBe(true);
  const health = (await (await fetch(`${listening.url}/health?verbose`)).json()) as object;
  expect(health).toMatchObject({ status: 'ok', costs, running: 0, waiting: 0 });
});
