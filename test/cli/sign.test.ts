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
