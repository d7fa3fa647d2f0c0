import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { installPackage, run } from './packed.ts';

const folder = mkdtempSync(join(tmpdir(), 'noir-replaced-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker dies while the package is not there, as during an update. */
const PROGRAM = `
import { renameSync } from 'node:fs';
import { createNoir } from 'noir-image';
const failures = [];
const onFailure = (_, error) => failures.push(String(error));
const noir = await createNoir({ gpu: 'off', isolation: 'process', workers: 1, onFailure });
const until = async (holds) => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10)); };
const picture = { width: 1, height: 1, channels: 1, type: 'u8', space: 'srgb', data: new Uint8Array(1) };
const [there, away] = ['node_modules/noir-image/dist/workers', 'node_modules/noir-image/dist/away'];
renameSync(there, away);
for (const pid of noir.runner.pids) process.kill(pid, 'SIGKILL');
await until(() => failures.some((each) => each.includes('lacks')));
renameSync(away, there);
console.log((await noir(picture).png().run()).format);
await noir.close();
`;

it('goes on when a worker dies while somebody replaces the package', () => {
  installPackage(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'replaced.js'), PROGRAM);
  expect(run(process.execPath, ['replaced.js'], folder).trim()).toBe('png');
}, 60_000);
