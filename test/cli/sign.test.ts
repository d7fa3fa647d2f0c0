import { expect, test } from 'vitest';
import { noir } from './command.ts';

test('noir sign prints a signed address', async () => {
  const env = { NOIR_SIGNING_KEYS: 'k'.repeat(32) };
  const { stdout } = await noir(['sign', 'w_300', 'a b.jpg', '--base', 'https://x.example/'], { env });
  expect(stdout.toString()).toMatch(/^https:\/\/x\.example\/image\/w_300\/a%20b\.jpg\?sig=[\w-]{43}\n$/);
  const without = await noir(['sign', 'w_300', 'a.jpg'], { env: { NOIR_SIGNING_KEYS: '' } });
  expect([without.code, without.stderr.toString()]).toEqual([
    2,
    'noir: NOIR_SIGNING_KEYS is not set; set it to the keys of the server, with commas between them\n',
  ]);
});

test('noir sign takes a time with its unit, and no empty source', async () => {
  const env = { NOIR_SIGNING_KEYS: 'k'.repeat(32) };
  const { stdout } = await noir(['sign', 'w_300', 'a.jpg', '--for', '2h', '--json'], { env });
  const left = JSON.parse(stdout.toString()).expires - Date.now() / 1000;
  expect(left).toBeLessThanOrEqual(7201);
  expect(left).toBeGreaterThan(3600);
  const wrong = await noir(['sign', 'w_300', 'a.jpg', '--for', 'soon'], { env });
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    'noir: --for takes a time from 1s on, such as 60s or 7h, not "soon"\n',
  ]);
  const empty = await noir(['sign', 'w_300', ''], { env });
  expect([empty.code, empty.stderr]).toEqual([2, 'noir: the source is empty; is a variable unset?\n']);
  const none = await noir(['sign', '', 'a.jpg'], { env });
  expect([none.code, none.stderr]).toEqual([
    2,
    'noir: the ops are empty; is a variable unset? _ stands for none\n',
  ]);
});
