import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exitOf, noir, startNoir, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();

test.skipIf(!existsSync('/dev/zero'))(
  'a stream without an end that is no picture is not read on',
  async () => {
    const zeros = openSync('/dev/zero', 'r');
    const out = join(folder, 'zeros.png');
    const child = startNoir(['run', '-', out], {}, { stdio: [zeros, 'ignore', 'pipe'] });
    closeSync(zeros);
    const [code, said] = await Promise.all([exitOf(child), text(child.stderr as NodeJS.ReadableStream)]);
    expect([code, said]).toEqual([2, expect.stringMatching(/^noir: stdin is no picture that Noir reads/)]);
    const device = await noir(['run', '/dev/zero', out]);
    expect([device.code, device.stderr]).toEqual([2, expect.stringMatching(/^noir: \/dev\/zero is no pic/)]);
  },
);
