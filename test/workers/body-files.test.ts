import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Body } from '../../src/engine/job.ts';
import { BodyFiles, mayRead } from '../../src/workers/body-files.ts';

/** Bytes that begin as a JPEG does, in pieces such as those of a connection. */
function pieces(length: number, fill: number): Buffer[] {
  const all = Buffer.alloc(length, fill);
  all.set([0xff, 0xd8, 0xff, 0xe0]);
  return Array.from({ length: Math.ceil(length / 65536) }, (_, at) =>
    all.subarray(65536 * at, 65536 * (at + 1)),
  );
}

function write(body: Body, chunks: readonly Buffer[]) {
  for (const chunk of chunks) body.write(chunk);
  return body.source();
}

describe.runIf(existsSync('/dev/shm'))('files in memory for bodies', () => {
  const files = new BodyFiles();
  afterAll(() => files.close());
  const open = () => files.open() as Body;

  it('are read from their path, with the beginning at hand', () => {
    const chunks = pieces(200_000, 7);
    const source = write(open(), chunks);
    if (source.kind !== 'file') throw new Error('the body is in no file');
    const bytes = new Uint8Array(source.length);
    expect(mayRead(source.path, bytes)).toBe(true);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(source.head).toEqual(chunks[0]);
    expect(source.inMemory).toBe(true);
  });

  it('are used again for the next body, of which nothing older is a part', () => {
    const first = open();
    const long = write(first, pieces(300_000, 1));
    first.close(true);
    const chunks = pieces(70_000, 2);
    const short = write(open(), chunks);
    if (short.kind !== 'file' || long.kind !== 'file') throw new Error('the body is in no file');
    expect(short.path).toBe(long.path);
    const bytes = new Uint8Array(short.length);
    expect(mayRead(short.path, bytes)).toBe(true);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('are gone when their request ends before its job', async () => {
    const body = open();
    const source = write(body, pieces(100_000, 3));
    body.close(false);
    body.write(Buffer.from('late'));
    // Another thread closes them.
    await expect.poll(() => source.kind === 'file' && mayRead(source.path, new Uint8Array(10))).toBe(false);
  });

  it('give the bytes of a body of which the beginning says too little', () => {
    const bytes = Buffer.alloc(90_000, 'no picture');
    expect(write(open(), [bytes])).toMatchObject({ kind: 'bytes', bytes });
  });

  it('let a worker try whether it may read them', () => {
    expect(mayRead(files.trial as string, new Uint8Array(1))).toBe(true);
    const closed = new BodyFiles();
    const { trial } = closed;
    closed.close();
    expect(mayRead(trial as string, new Uint8Array(1))).toBe(false);
    expect(closed.open()).toBeUndefined();
  });

  it.runIf(existsSync('/usr/bin/prlimit'))(
    'leave a body in the memory of the process when they are full',
    () => {
      const script = fileURLToPath(new URL('full-body.ts', import.meta.url));
      const node = [process.execPath, '--import', 'tsx', script];
      const { stdout, stderr } = spawnSync('prlimit', ['--fsize=100000', ...node], { encoding: 'utf8' });
      const hash = createHash('sha256')
        .update(Buffer.concat(pieces(400_000, 5)))
        .digest('hex');
      expect(`${stdout}${stderr}`).toBe(`bytes ${hash}`);
    },
  );
});
