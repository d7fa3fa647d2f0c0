import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytesOf } from '../../src/engine/source-bytes.ts';

test('a file that cannot be read any more is the fault of who named it, and its path is told to nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noir-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = { kind: 'file', path: folder, length: 10 } as const;
  await expect(bytesOf(file)).rejects.toMatchObject({
    code: 'invalid-parameter',
    message: expect.stringContaining(folder),
  });
  await expect(bytesOf({ ...file, stamp: '1' })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.not.stringContaining(folder),
  });
  await expect(bytesOf({ ...file, path: join(folder, 'gone') })).rejects.toMatchObject({ code: 'not-found' });
});
