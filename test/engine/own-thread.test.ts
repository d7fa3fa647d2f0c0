/** An engine whose thread decodes plain JPEGs by itself: the same answers and errors, and memory that nobody else writes. */
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { hostMemory } from '../../src/backends/host-memory.ts';
import { isNoirError } from '../../src/core/errors.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { DAMAGES } from '../coders/jpeg/damage.ts';
import { dice, forgeJpeg } from '../support/jpeg-forge.ts';
import { jpegKinds } from '../support/jpeg-kinds.ts';
import { SAMPLINGS } from '../support/jpeg-samplings.ts';
import { openRig, type Rig, recipe } from './files.ts';

const backends = ['cpu', 'sharp'] as const;
const [plain, own] = [await openRig({ backends }), await openRig({ backends, ownThread: true })];
afterAll(async () => {
  await plain.close();
  await own.close();
});

const RECIPES: readonly RecipeInput[] = [
  { steps: [], output: { format: 'png' } },
  { steps: [{ op: 'greyscale' }], output: { format: 'png' } },
  { steps: [{ op: 'resize', width: 20 }], output: { format: 'jpeg' } },
  { steps: [{ op: 'resize', width: 20 }], output: { format: 'png' } },
  { steps: [{ op: 'blur', sigma: 2 }], output: { format: 'webp' } },
  { steps: [{ op: 'trim' }, { op: 'resize', width: 15 }], output: { format: 'jpeg' } },
  {
    steps: [{ op: 'resize', width: 20, height: 20, position: 'attention' }],
    output: { format: 'jpeg' },
  },
  {
    steps: [
      { op: 'median', size: 3 },
      { op: 'resize', width: 50 },
    ],
    output: { format: 'jpeg' },
  },
];

/** What an engine answers: the file with its way, or the error. */
async function answerOf(rig: Rig, file: Uint8Array, input: RecipeInput) {
  try {
    const { data, way } = await rig.run(file, recipe(input));
    return { data, way };
  } catch (error) {
    if (!isNoirError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

async function expectSame(file: Uint8Array, input: RecipeInput, what: string) {
  const { leased } = hostMemory.stats();
  const expected = await answerOf(plain, file, input);
  expect(await answerOf(own, file, input), `${what}, ${JSON.stringify(input)}`).toEqual(expected);
  expect(hostMemory.stats().leased, what).toBe(leased);
  return expected;
}

describe('an engine that decodes in its thread', () => {
  it('answers alike for JPEGs of every kind', async () => {
    const kinds = {
      ...(await jpegKinds(99)),
      halves: forgeJpeg({ width: 99, height: 70, sampling: SAMPLINGS['4:2:2'] }),
    };
    for (const [name, file] of Object.entries(kinds)) {
      for (const input of RECIPES) expect(await expectSame(file, input, name)).toHaveProperty('data');
    }
  });

  it('answers alike for every orientation', async () => {
    const { baseline } = (await jpegKinds(99)) as { baseline: Buffer };
    for (let orientation = 1; orientation <= 8; orientation++) {
      const file = await sharp(baseline).extract({ left: 0, top: 0, width: 99, height: 61 });
      const turned = await file.withMetadata({ orientation }).jpeg().toBuffer();
      for (const input of RECIPES) await expectSame(turned, input, `${orientation}`);
    }
  });

  const SEED = 11;
  it(`answers alike for damaged JPEGs, by dice of seed ${SEED}`, async () => {
    const roll = dice(SEED);
    const kinds = await jpegKinds(99);
    const sound = ['baseline', 'full colours', 'gray', 'restart markers'].map(
      (name) => kinds[name] as Buffer,
    );
    const codes = new Set<unknown>();
    for (const [name, damage] of Object.entries(DAMAGES)) {
      for (let nth = 0; nth < 12; nth++) {
        const file = damage(sound[roll(sound.length)] as Buffer, roll);
        const input = RECIPES[roll(RECIPES.length)] as RecipeInput;
        const answer = await expectSame(file, input, `${name}, the ${nth}. one`);
        codes.add('code' in answer ? answer.code : 'done');
      }
    }
    expect([...codes]).toEqual(expect.arrayContaining(['done', 'corrupt-image', 'truncated-image']));
  });

  it('answers alike for many at once, of which it leaves some to libvips', async () => {
    const free = await openRig({ backends, ownThread: 'free' });
    const files = Object.values(await jpegKinds(99)) as Buffer[];
    const asked = files.flatMap((file) => RECIPES.map((input) => [file, input] as const));
    const answers = await Promise.all(asked.map(([file, input]) => answerOf(free, file, input)));
    for (const [index, [file, input]] of asked.entries())
      expect(answers[index], JSON.stringify(input)).toEqual(await answerOf(plain, file, input));
    await free.close();
  });

  it('gives pictures that later jobs leave alone', async () => {
    const kinds = await jpegKinds(99);
    const names = ['baseline', 'full colours', 'gray'];
    const pictures = [];
    for (const name of names) pictures.push(await own.pixels(kinds[name] as Buffer, recipe({ steps: [] })));
    const kept = pictures.map(({ data }) => data.slice());
    for (const input of RECIPES) await own.run(kinds['restart markers'] as Buffer, recipe(input));
    expect(pictures.map(({ data }) => data)).toEqual(kept);
    const expected = [];
    for (const name of names) expected.push(await plain.pixels(kinds[name] as Buffer, recipe({ steps: [] })));
    expect(kept).toEqual(expected.map(({ data }) => data));
  });
});
