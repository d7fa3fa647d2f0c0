import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { createNoir } from '../../src/noir.ts';
import { addPlayground } from '../../src/playground/serve.ts';

const noir = await createNoir({ gpu: 'off' });
const app = createApp(noir);
addPlayground(app, noir);
afterAll(() => noir.close());

const sides = { width: 1200, height: 800 };
const kind = { format: 'jpeg', type: 'u8', channels: 3 };

async function ask(body: string): Promise<{ status: number; said: Record<string, unknown> }> {
  const answer = await app.request('/playground/preview', { method: 'POST', body });
  return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
}

describe('POST /playground/preview', () => {
  it('fits a recipe to a preview', async () => {
    const recipe = { steps: [{ op: 'denoise' }], output: { format: 'webp' } };
    const { status, said } = await ask(JSON.stringify({ recipe, picture: sides, preview: sides, ...kind }));
    expect(status).toBe(200);
    expect(said).toMatchObject({ isWhole: false, steps: [{ op: 'resize', fit: 'fill' }, { op: 'denoise' }] });
  });

  it.each([
    ['no JSON', '{', 'invalid-request'],
    ['nothing', '', 'invalid-request'],
    ['no picture', JSON.stringify({ recipe: { steps: [] } }), 'invalid-request'],
    [
      'an op that nobody knows',
      JSON.stringify({ recipe: { steps: [{ op: 'x' }] }, picture: sides, preview: sides, ...kind }),
      'invalid-parameter',
    ],
    [
      'a picture of no extent',
      JSON.stringify({
        recipe: { steps: [] },
        picture: sides,
        preview: { width: 1e300, height: 2 },
        ...kind,
      }),
      'invalid-request',
    ],
  ])('refuses %s', async (_, body, code) => {
    const { status, said } = await ask(body);
    expect({ status, code: said.code }).toEqual({ status: 400, code });
  });
});

it('takes pictures with a key alone where the server has keys', async () => {
  const key = 'k'.repeat(32);
  const closed = createApp(noir, { keys: [key] });
  addPlayground(closed, noir);
  const statusOf = async (path: string, headers = {}) =>
    (await closed.request(path, { method: 'POST', body: '{}', headers })).status;
  for (const path of ['/process', '/playground/info', '/playground/preview']) {
    expect(await statusOf(path)).toBe(401);
    expect(await statusOf(path, { Authorization: `Bearer ${key}` })).not.toBe(401);
  }
  expect((await closed.request('/playground/offer')).status).toBe(200);
});
