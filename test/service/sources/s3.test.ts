import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { AwsClient } from 'aws4fetch';
import { afterAll, expect, test } from 'vitest';
import { type S3Options, s3 } from '../../../src/service/sources/s3.ts';

const directory = await mkdtemp(join(tmpdir(), 'noir-s3-'));
const store = new S3rver({
  ...{ directory, port: 0, address: '127.0.0.1', silent: true, vhostBuckets: false },
  configureBuckets: [
    { name: 'open', configs: [] },
    { name: 'other', configs: [] },
  ],
});
const { port } = (await store.run()) as AddressInfo;
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const endpoint = `http://127.0.0.1:${port}`;
const client = new AwsClient({ ...keys, service: 's3', region: 'us-east-1' });

afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const NAMES = ['cats/tom.jpg', 'a b+c.jpg', "50%, it's (new)!.jpg", '猫.jpg', 'a%20b.jpg'];
for (const name of NAMES) {
  const path = name
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  const put = await client.fetch(`${endpoint}/open/pictures/${path}`, {
    method: 'PUT',
    body: `bytes of ${name}`,
  });
  expect(put.status).toBe(200);
}
await client.fetch(`${endpoint}/other/secret.jpg`, { method: 'PUT', body: 'secret' });

const request = { limit: 1000, signal: new AbortController().signal };
const open = (options: Partial<S3Options> = {}) =>
  s3({ ...keys, bucket: 'open', prefix: 'pictures/', endpoint, ...options });

test.each(NAMES)('the file %s is found by its key, with its ETag', async (name) => {
  const file = await open().get(name, request);
  if (file.kind !== 'file') throw new Error('expected a file');
  expect(Buffer.from(file.bytes).toString()).toBe(`bytes of ${name}`);
  expect(file.validator).toMatch(/^"[0-9a-f]{32}"$/);
  expect(file.modified).toBeInstanceOf(Date);
  expect(await open().get(name, { ...request, known: file.validator })).toMatchObject({ kind: 'unchanged' });
});

test('missing files, other buckets and wrong keys are not found, and large files are refused', async () => {
  const notFound = { code: 'not-found' };
  await expect(open().get('nothing.jpg', request)).rejects.toMatchObject(notFound);
  await expect(open().get('../../other/secret.jpg', request)).rejects.toMatchObject({
    code: 'source-forbidden',
  });
  const wrong = open({ secretAccessKey: 'wrong' });
  await expect(wrong.get('cats/tom.jpg', request)).rejects.toMatchObject(notFound);
  const strict = open({ secretAccessKey: 'wrong', denied: 'source-forbidden' });
  await expect(strict.get('cats/tom.jpg', request)).rejects.toMatchObject({ code: 'source-forbidden' });
  const small = { ...request, limit: 5 };
  await expect(open().get('cats/tom.jpg', small)).rejects.toMatchObject({ code: 'source-limit' });
});

test('a store that does not answer is a bad source', async () => {
  const gone = open({ endpoint: 'http://127.0.0.1:9' });
  await expect(gone.get('cats/tom.jpg', request)).rejects.toMatchObject({ code: 'bad-source' });
});
