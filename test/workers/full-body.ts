/** A process that may write short files only, and takes a longer body. Prints the kind of its source, and its hash. */
import { createHash } from 'node:crypto';
import type { Body } from '../../src/engine/job.ts';
import { BodyFiles } from '../../src/workers/body-files.ts';

const files = new BodyFiles();
const body = files.open() as Body;
const all = Buffer.alloc(400_000, 5);
all.set([0xff, 0xd8, 0xff, 0xe0]);
for (let at = 0; at < all.length; at += 65536) body.write(all.subarray(at, at + 65536));
const source = body.source();
const bytes = source.kind === 'bytes' ? source.bytes : new Uint8Array();
process.stdout.write(`${source.kind} ${createHash('sha256').update(bytes).digest('hex')}`);
body.close(true);
files.close();
