import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOutput } from '../../src/cli/run/output.ts';
import { removeUnfinished, replaceFile } from '../../src/library/save.ts';
import { temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const data = new Uint8Array([1, 2, 3]);
const temporary = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

/** Bytes of which only the first are there; `writeFile` takes them as they come. */
function stream(rest: () => Promise<never>): Uint8Array {
  const bytes = (async function* () {
    yield data;
    await rest();
  })();
  return bytes as unknown as Uint8Array;
}

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
    const failing = stream(() => Promise.reject(new Error('the disk is gone')));
    await expect(target.write(failing)).rejects.toThrow(/cannot write .*old\.png/);
    expect(readFileSync(at('old.png'), 'utf8')).toBe('old');
    expect(temporary()).toEqual([]);
  });

  test('is written beside what a killed process of the same id has left', async () => {
    const left = Array.from({ length: 20 }, (_, number) => at(`.again.png.${process.pid}.${number}.tmp`));
    for (const path of left) mkdirSync(path);
    await (await openOutput(at('again.png'))).write(data);
    expect([...readFileSync(at('again.png'))]).toEqual([1, 2, 3]);
    for (const path of left) rmdirSync(path);
  });

  test('may have a name as long as the file system takes', async () => {
    const name = `${'漢'.repeat(83)}12.png`;
    expect(Buffer.byteLength(name)).toBe(255);
    await (await openOutput(at(name))).write(data);
    await replaceFile(at(name), new Uint8Array([4]));
    expect([...readFileSync(at(name))]).toEqual([4]);
  });

  test('leaves no temporary file when the process ends in the middle', async () => {
    let end = () => {};
    const wait = new Promise<never>((_, reject) => {
      end = () => reject(new Error('ended'));
    });
    const begun = new Promise<void>((resolve) => {
      const written = replaceFile(
        at('half.png'),
        stream(() => {
          resolve();
          return wait;
        }),
      );
      written.catch(() => {});
    });
    await begun;
    expect(temporary()).toHaveLength(1);
    removeUnfinished();
    expect(temporary()).toEqual([]);
    end();
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
