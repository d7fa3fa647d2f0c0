import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = await mkdtemp(join(tmpdir(), 'noir-setup-'));
afterAll(() => rm(root, { recursive: true }));

test('packages behind a link are left alone: npm would delete those of another checkout', async () => {
  const [checkout, packages] = [join(root, 'checkout'), join(root, 'packages')];
  await mkdir(join(packages, 'sharp'), { recursive: true });
  await mkdir(join(checkout, 'scripts'), { recursive: true });
  for (const name of ['setup.js', 'main-module.js'])
    await cp(join('scripts', name), join(checkout, 'scripts', name));
  const lock = {
    name: 'checkout',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'checkout' } },
  };
  await writeFile(join(checkout, 'package.json'), '{"name":"checkout","type":"module"}');
  await writeFile(join(checkout, 'package-lock.json'), JSON.stringify(lock));
  await symlink(packages, join(checkout, 'node_modules'));
  const ended = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [join(checkout, 'scripts', 'setup.js')], (error, _, said) =>
      resolve({ code: error?.code, said }),
    );
  });
  expect(await readdir(packages)).toEqual(['sharp']);
  expect(ended.code).toBe(1);
  expect(ended.said).toMatch(/node_modules is a link/);
});
