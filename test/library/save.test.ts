import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeNewFile } from '../../src/library/save.ts';

const DATA = Uint8Array.of(1, 2, 3);
const TIMES = { accessed: new Date('2001-02-03T04:05:06Z'), changed: new Date('2002-03-04T05:06:07Z') };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noir-save-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes a new file with the times that it is given', () => {
  const path = join(folder, 'new.bin');
  writeNewFile(path, DATA, TIMES);
  expect([...readFileSync(path)]).toEqual([...DATA]);
  // Reading it above may have changed the time of the last access.
  expect(statSync(path).mtime).toEqual(TIMES.changed);
  expect(readdirSync(folder)).toEqual(['new.bin']);
});

it('leaves nothing half when the file cannot be put in its place', () => {
  mkdirSync(join(folder, 'taken', 'by'), { recursive: true });
  expect(() => writeNewFile(join(folder, 'taken'), DATA, TIMES)).toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/);
  expect(readdirSync(folder)).toEqual(['taken']);
  expect(() => writeNewFile(join(folder, 'missing', 'new.bin'), DATA, TIMES)).toThrow('ENOENT');
});
