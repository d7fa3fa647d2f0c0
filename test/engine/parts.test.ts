import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Job, makeJob, type Source, sourceOf } from '../../src/engine/job.ts';
import { fromParts, type Parted, toParts } from '../../src/engine/parts.ts';
import { noise } from '../support/pictures.ts';
import { openRig, pngOf, type Rig, recipe } from './files.ts';

const bytes = (...values: number[]): Source => ({ kind: 'bytes', bytes: Uint8Array.of(...values) });

const picture = (type: 'u8' | 'u16' | 'f32') => noise({ width: 5, height: 3, channels: 3, type });

/** A job with every kind of source, and files whose names are words of JavaScript or of the wire's own. */
function fullJob(): Job {
  const { kind, bytes: buffer } = { kind: 'bytes', bytes: Buffer.from('a view into a pool') } as const;
  const files = Object.fromEntries<Source>([
    ['buffer', { kind, bytes: buffer }],
    ['deep', sourceOf(picture('u16'))],
    ['float', sourceOf(picture('f32'))],
    ['disk', { kind: 'file', path: '/tmp/a "file".png', length: 12 }],
    ['$part', bytes(1, 2, 3)],
    ['as', bytes(4)],
    ['__proto__', bytes(5, 6)],
    ['constructor', bytes()],
  ]);
  const asked = recipe({ steps: [{ op: 'composite', image: 'buffer' }], output: { format: 'webp' } });
  return makeJob({
    input: sourceOf(picture('u8')),
    recipe: asked,
    files,
    accepted: ['webp'],
    timeLeft: 1000,
  });
}

/** As it is after a wire: JSON as text, and the parts as Buffers that begin anywhere. */
function send({ json, parts }: Parted): Parted {
  const wire = Buffer.concat(parts.flatMap((part) => [Buffer.of(0), part]));
  let at = 0;
  const received = parts.map(({ byteLength }) => {
    const part = wire.subarray(at + 1, at + 1 + byteLength);
    at += 1 + byteLength;
    return part;
  });
  return { json: `${json}`, parts: received };
}

/** The same with Uint8Arrays for Buffers, to be compared. */
function plain(job: Job): Job {
  const files = Object.entries(job.files).map(([name, file]) => {
    return [name, file.kind === 'bytes' ? { ...file, bytes: new Uint8Array(file.bytes) } : file] as const;
  });
  return { ...job, files: Object.fromEntries(files) };
}

describe('a job', () => {
  const job = fullJob();

  it('survives structuredClone', () => {
    const clone = structuredClone(job);
    expect(plain(clone)).toEqual(plain(job));
    expect(Object.keys(clone.files)).toEqual(Object.keys(job.files));
  });

  it('survives a wire, with its bytes beside it', () => {
    const parted = toParts(job);
    expect(parted.parts).toHaveLength(8);
    for (const received of [parted, send(parted)]) {
      const back = fromParts(received) as Job;
      expect(plain(back)).toEqual(plain(job));
      expect(Object.keys(back.files)).toEqual(Object.keys(job.files));
      expect(Object.getPrototypeOf(back.files)).toBe(Object.prototype);
    }
  });

  it('is parted without copies', () => {
    const file = new Uint8Array(1000).subarray(10, 900);
    const [part] = toParts({ file }).parts;
    expect([part?.buffer, part?.byteOffset, part?.byteLength]).toEqual([file.buffer, 10, 890]);
  });
});

describe('parts that do not fit', () => {
  const place = (as: string, part: unknown = 0) => JSON.stringify({ data: { $part: part, as } });
  const parts = [Uint8Array.of(1, 2, 3, 4, 5, 6, 7)];

  it.each([
    ['that are missing', place('Uint8Array', 1)],
    ['of no number', place('Uint8Array', -1)],
    ['between two', place('Uint8Array', 0.5)],
    ['of an unknown kind', place('BigInt64Array')],
    ['of a kind that is no array', place('constructor')],
    ['that end amid a sample', place('Uint16Array')],
    ['that end amid a float', place('Float32Array')],
  ])('are refused: %s', (_, json) => {
    expect(() => fromParts({ json, parts })).toThrow(RangeError);
  });
});

describe('an answer', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  const CASES: readonly [string, () => Promise<Partial<Job> & Pick<Job, 'input'>>][] = [
    ['a file', async () => ({ input: sourceOf(await pngOf(picture('u8'))) })],
    ['samples of 16 bits', async () => ({ input: sourceOf(picture('u16')), wants: 'samples' })],
    ['floats', async () => ({ input: sourceOf(picture('f32')), wants: 'samples' })],
    ['a problem', async () => ({ input: bytes(1, 2, 3) })],
  ];

  it.each(CASES)('of %s survives both, and the job is done as it would have been', async (_, ask) => {
    const { recipe: __, ...asked } = await ask();
    const job = makeJob({ ...asked, recipe: recipe({ steps: [{ op: 'negate' }] }) });
    const answer = await rig.engine.run(job);
    expect(structuredClone(answer)).toEqual(plainAnswer(answer));
    expect(fromParts(send(toParts(answer)))).toEqual(plainAnswer(answer));
    const again = await rig.engine.run(fromParts(send(toParts(job))) as Job);
    expect(withoutTimings(plainAnswer(again))).toEqual(withoutTimings(plainAnswer(answer)));
  });
});

function plainAnswer(answer: Answer): Answer {
  if (answer.kind === 'problem') return answer;
  const [output] = answer.outputs;
  const data = output.data instanceof Uint8Array ? new Uint8Array(output.data) : output.data;
  return { ...answer, outputs: [{ ...output, data } as typeof output] };
}

function withoutTimings(answer: Answer): object {
  return { ...answer, timings: undefined };
}
