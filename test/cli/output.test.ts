import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOutput } from '../../src/cli/run/output.ts';
import { temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const data = new Uint8Array([1, 2, 3]);

describe('an output file', () => {
  test('does not exist before all of it is there', async () => {
    const target = await openOutput(at('new.png'));
    expect(readdirSync(folder)).toEqual([]);
    await target.write(data);
    expect([...readFileSync(at('new.png'))]).toEqual([1, 2, 3]);
  });

  test('stays as it was, and without a temporary file beside it, when writing fails', async () => {
    writeFileSync(at('old.png'), 'old');
    const target = await openOutput(at('old.png'));
    // What lies under the temporary name makes the write fail.
    for (let number = 0; number < 20; number++) mkdirSync(at(`.old.png.${process.pid}.${number}.tmp`));
    await expect(target.write(data)).rejects.toThrow(/cannot write .*old\.png/);
    expect(readFileSync(at('old.png'), 'utf8')).toBe('old');
  });

  test.skipIf(process.platform === 'win32')('that is a pipe stays one', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
    const target = await openOutput(at('pipe'));
    const reading = import('node:fs/promises').then(({ readFile }) => readFile(at('pipe')));
    await target.write(data);
    expect([...(await reading)]).toEqual([1, 2, 3]);
  });

  test.skipIf(process.platform === 'win32')('needs the right to write', async () => {
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o500);
    // Root may write anywhere but into what the kernel makes up.
    const folder = process.getuid?.() === 0 ? '/sys/kernel' : at('locked');
    const written = openOutput(join(folder, 'out.png')).then((target) => target.write(data));
    await expect(written).rejects.toThrow('permission denied');
  });
});
