import { createReadStream, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../src/library/input.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { pngOf } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 40, height: 30, channels: 3, type: 'u8' });

let noir: Noir;
let folder: string;
let path: string;
let bytes: Buffer;
let server: Server;
let origin: string;

beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
  folder = await mkdtemp(join(tmpdir(), 'noir-'));
  path = join(folder, 'in 1.png');
  bytes = await pngOf(image);
  writeFileSync(path, bytes);
  server = createServer(({ url }, response) => {
    response.statusCode = url === '/in.png' ? 200 : 404;
    response.end(url === '/in.png' ? bytes : 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await noir.close();
  server.close();
  await rm(folder, { recursive: true });
});

/** The bytes in memory that threads share. */
function shared(): Uint8Array {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.length));
  memory.set(bytes);
  return memory;
}

describe('every form of a picture', () => {
  const forms: Readonly<Record<string, () => Input | Promise<Input>>> = {
    'a path': () => path,
    'a file: URL': () => pathToFileURL(path),
    bytes: () => bytes,
    'an ArrayBuffer': () => Uint8Array.from(bytes).buffer,
    'bytes in shared memory': () => shared(),
    'clamped bytes': () => new Uint8ClampedArray(bytes) as never,
    'a Blob': () => new Blob([Uint8Array.from(bytes)]),
    'bytes of another realm': () => runInNewContext('Uint8Array.from(bytes)', { bytes }),
    'memory of another realm': () => runInNewContext('Uint8Array.from(bytes).buffer', { bytes }),
    'a File': () => new File([Uint8Array.from(bytes)], 'in.png'),
    'a stream of Node': () => createReadStream(path, { highWaterMark: 100 }),
    'a stream of the web': () => new Blob([Uint8Array.from(bytes)]).stream(),
    'a generator': () => Readable.from([bytes.subarray(0, 50), bytes.subarray(50)]),
    'a response': () => fetch(`${origin}/in.png`),
    'the body of a response': async () =>
      (await fetch(`${origin}/in.png`)).body as ReadableStream<Uint8Array>,
  };

  it.each(Object.keys(forms))('gives the same bytes: %s, also for two pipelines', async (name) => {
    const start = noir((await forms[name]?.()) as Input);
    const [first, second] = await Promise.all([start.negate().toBuffer(), start.negate().toBuffer()]);
    expect(first).toEqual(await noir(bytes).negate().toBuffer());
    expect(second).toEqual(first);
    expect(await start.greyscale().toBuffer()).toEqual(await noir(bytes).greyscale().toBuffer());
  });

  it.each(Object.keys(forms))('serves as a further picture: %s', async (name) => {
    const overlaid = noir(image).composite((await forms[name]?.()) as Input);
    expect(await overlaid.toBuffer()).toEqual(await noir(image).composite(bytes).toBuffer());
  });
});

describe('what is no picture', () => {
  const refused = (input: unknown, code: string, words: RegExp) =>
    expect(noir(input as Input).toBuffer()).rejects.toMatchObject({
      name: 'NoirError',
      code,
      message: expect.stringMatching(words),
    });

  it.each<[unknown, RegExp]>([
    [42, /expected a path, .* received a number/],
    [undefined, /received nothing/],
    [null, /received null/],
    [{}, /received an object without pixels; pixels in memory are/],
    [{ toBuffer() {} }, /received a pipeline; await its toBuffer/],
    [[1, 2], /received a value of type Array/],
    [new Uint16Array(4), /received a value of type Uint16Array/],
    [Promise.resolve('x'), /received a promise; await it first/],
    [new URL('https://example.com/x.png'), /expected a file: URL, received https:/],
    ['a\0b', /null characters/],
  ])('is named: %o', (input, words) => refused(input, 'invalid-parameter', words));

  it('is a folder, a missing file, or one behind a missing stream', async () => {
    await refused(folder, 'invalid-parameter', /it is a folder/);
    await refused(join(folder, 'no.png'), 'not-found', /no\.png/);
    await refused('https://example.com/x.png', 'not-found', /give its response/);
    await refused(
      `data:image/png;base64,${'A'.repeat(9000)}`,
      'invalid-parameter',
      /^.{0,500}give its response/,
    );
    await refused('file:///x.png', 'not-found', /leave out file:/);
    await refused('', 'not-found', /no file ''/);
    await refused(createReadStream(join(folder, 'no.png')), 'not-found', /no\.png/);
  });

  it('is a response without a picture', async () => {
    await refused(await fetch(`${origin}/other`), 'not-found', /status is 404/);
    const used = await fetch(`${origin}/in.png`);
    await used.arrayBuffer();
    await refused(used, 'invalid-parameter', /read already/);
  });

  it('is a stream of text, one that fails, or one that somebody else reads', async () => {
    await refused(Readable.from(['text']), 'invalid-parameter', /received a string/);
    const failing = new Readable({ read: () => failing.destroy(new Error('the line is cut')) });
    await expect(noir(failing).toBuffer()).rejects.toThrow('the line is cut');
    const locked = new Blob([Uint8Array.from(bytes)]).stream();
    locked.getReader();
    await refused(locked, 'invalid-parameter', /nobody else reads/);
  });

  it('is a stream that failed before it was read, which the process outlives', async () => {
    const missing = () => createReadStream(join(folder, 'no.png'));
    const [late, faulty] = [missing(), missing()];
    const waiting = noir(late);
    await expect(noir(faulty).gamma(-1).toBuffer()).rejects.toMatchObject({ code: 'invalid-parameter' });
    await expect.poll(() => [late.destroyed, faulty.destroyed]).toEqual([true, true]);
    await expect(waiting.toBuffer()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('does not keep a pipeline waiting that has a limit', async () => {
    const endless = () => new Readable({ read() {} });
    await expect(noir(endless()).toBuffer({ timeout: 10 })).rejects.toMatchObject({ code: 'deadline' });
    const signal = AbortSignal.timeout(10);
    await expect(noir(endless()).toBuffer({ signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('results', () => {
  it('come as a stream, which cancels the work when it is destroyed', async () => {
    const chunks = await noir(path).negate().toStream().toArray();
    expect(Buffer.concat(chunks)).toEqual(await noir(path).negate().toBuffer());
    const faulty = noir(path).gamma(-1).toStream();
    await expect(faulty.toArray()).rejects.toMatchObject({ code: 'invalid-parameter' });
    const left = noir(new Readable({ read() {} })).toStream();
    left.read();
    left.destroy();
    await new Promise((resolve) => left.once('close', resolve));
    expect(left.errored).toBe(null);
  });

  it('come as a blob with its type', async () => {
    const blob = await noir(path).webp().toBlob();
    expect(blob.type).toBe('image/webp');
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(await noir(path).webp().toBuffer());
    expect((await noir(path).stats().toBlob()).type).toBe('application/json');
    expect((await noir(path).raw().toBlob()).type).toBe('application/octet-stream');
  });

  it('come as bare samples', async () => {
    expect([...(await noir(path).raw().toBuffer())]).toEqual([...image.data]);
    const { data, shape, format } = await noir(path).cast('u16').raw().run();
    expect([data.length, shape.type, format]).toEqual([image.data.length * 2, 'u16', 'raw']);
    const file = join(folder, 'samples.bin');
    await noir(path).raw().toFile(file);
    expect(await noir(path).raw().png().toBuffer()).toEqual(await noir(path).png().toBuffer());
    await expect(noir(path).stats().raw().toBuffer()).rejects.toMatchObject({ code: 'invalid-parameter' });
  });
});
