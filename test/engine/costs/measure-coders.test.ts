import { expect, it } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import { codersWork } from '../../../src/engine/costs/measure-coders.ts';
import { formatNames } from '../../../src/formats/registry.ts';
import { noise } from '../../support/pictures.ts';

it('measures only what coders do: each of their works runs', async () => {
  const { list } = await openCoders('auto');
  const photo = noise({ width: 24, height: 16, channels: 3, type: 'u8' });
  const works = await codersWork(list, photo, formatNames);
  const kinds = works.map(({ who, features }) => `${who} ${features.kind.split(' ', 1)[0]}`);
  expect(new Set(kinds)).toContain('pngjs decode');
  for (const { who, features, run } of works) {
    await expect(Promise.resolve(run()), `${who} ${features.kind}`).resolves.toBeDefined();
  }
});
