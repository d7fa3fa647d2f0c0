import { describe, expect, it } from 'vitest';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { cpuLegs } from '../../src/backends/cpu/legs.ts';
import type { Coder } from '../../src/coders/coder.ts';
import { openCoders, rankCoders } from '../../src/coders/registry.ts';
import { NoirError } from '../../src/core/errors.ts';
import { makeJob, sourceOf } from '../../src/engine/job.ts';
import { OpSet } from '../../src/ops/op-set.ts';
import { defineOp } from '../../src/ops/own/own.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';
import { Recipes } from '../../src/recipe/recipes.ts';
import { noise } from '../support/pictures.ts';
import { pngOf, type Rig, recipe, rigOfParts } from './files.ts';

const image = noise({ width: 30, height: 20, channels: 3, type: 'u8' });
const png = await pngOf(image);
const real = await openCoders('auto');

/** An engine in front of whose coders stands one with a fault. */
async function rigWith(coder: Partial<Coder>): Promise<Rig> {
  const coders = rankCoders([{ name: 'planted', reads: [], writes: [], ...coder }, ...real.list]);
  return rigOfParts({ sources: [cpuLegs(new CpuBackend()), coderLegs(coders)], coders });
}

async function problemOf({ engine }: Rig) {
  const asked = recipe({ steps: [{ op: 'negate' }], output: { format: 'png' } });
  const answer = await engine.run(makeJob({ input: sourceOf(png), recipe: asked }));
  return answer.kind === 'problem' ? answer.problem : undefined;
}

const bug = async () => {
  const nothing = undefined as unknown as { width: number };
  return nothing.width as never;
};

describe('a bug in a coder', () => {
  it.each<[string, Partial<Coder>]>([
    ['while it decodes', { reads: ['png'], decode: bug }],
    ['while it encodes', { writes: ['png'], encode: bug }],
  ])('%s is the server’s fault, and its stack is kept', async (_, coder) => {
    const rig = await rigWith(coder);
    const problem = await problemOf(rig);
    expect(problem).toMatchObject({
      code: 'internal-error',
      fault: 'server',
      cause: expect.stringMatching(/^TypeError: Cannot read properties of undefined .*\n +at .*faults\.test/),
    });
    expect(problem?.message).not.toMatch(/undefined/);
    await rig.close();
  });

  it.each([
    ['a bug', bug, 'internal-error'],
    ['no memory', async () => Promise.reject(new Error('out of memory')), 'resource-exhausted'],
  ] as const)('names the output that it ended, as %s does', async (_, encode, code) => {
    const rig = await rigWith({ writes: ['webp'], encode });
    const outputs = (['png', 'webp'] as const).map((format) => ({ name: `a.${format}`, output: { format } }));
    const answer = await rig.engine.run(makeJob({ input: sourceOf(png), recipe: recipe({ outputs }) }));
    expect(answer).toMatchObject({
      problem: {
        code,
        fault: 'server',
        output: 'a.webp',
        message: expect.stringMatching(/^Output a\.webp: /),
      },
    });
    await rig.close();
  });

  it.each([
    ['a resource that the machine has run out of', 'resource-exhausted', 'server'],
    ['a damaged file', 'corrupt-image', 'client'],
  ] as const)('is told from %s', async (_, code, fault) => {
    const decode = async () => {
      throw new NoirError(code, 'as the coder has it');
    };
    const rig = await rigWith({ reads: ['png'], decode });
    expect(await problemOf(rig)).toMatchObject({ code, fault });
    await rig.close();
  });
});

describe('a job from another process', () => {
  const fade = (factor: number) =>
    defineOp({
      name: 'fade',
      summary: 'Darken every colour.',
      params: {},
      wgsl: `fn pixel(color: vec4f) -> vec4f { return vec4f(color.rgb * ${factor}, color.a); }`,
      pixel(color) {
        for (let i = 0; i < 3; i++) color[i] = (color[i] as number) * factor;
      },
    });
  const source = sourceOf(image);

  it.each([
    ['that is not here', new OpSet()],
    ['that is another one here', new OpSet([fade(0.25)])],
  ])('with an own op %s cannot be processed', async (_, ops) => {
    const asked = parseRecipe({ steps: [{ op: 'fade' }] }, undefined, new OpSet([fade(0.5)]));
    const rig = await rigOfParts({
      sources: [cpuLegs(new CpuBackend()), coderLegs(real)],
      recipes: new Recipes(undefined, ops),
    });
    const answer = await rig.engine.run(makeJob({ input: source, recipe: asked, wants: 'samples' }));
    expect(answer).toMatchObject({ kind: 'problem', problem: { code: 'cannot-process' } });
    await rig.close();
  });

  it('with an own op that is the same here is done', async () => {
    const asked = parseRecipe({ steps: [{ op: 'fade' }] }, undefined, new OpSet([fade(0.5)]));
    const ops = new OpSet([fade(0.5)]);
    const rig = await rigOfParts({
      sources: [cpuLegs(new CpuBackend()), coderLegs(real)],
      recipes: new Recipes(undefined, ops),
    });
    const { data } = await rig.pixels(image, asked);
    expect(data[0]).toBe(Math.round((image.data[0] as number) / 2));
    await rig.close();
  });

  it.each([
    '',
    'null',
    '{"steps":',
    '{"steps":[{"op":"no such op"}]}',
    '{"steps":[{"op":"gamma","gamma":0}]}',
  ])('whose recipe nobody can have written is refused: %s', async (text) => {
    const rig = await rigWith({});
    const job = { ...makeJob({ input: source, recipe: recipe({}) }), recipe: text };
    const answer = await rig.engine.run(job);
    expect(answer).toMatchObject({ kind: 'problem', problem: { fault: 'client' } });
    await rig.close();
  });

  it('whose file is gone says so', async () => {
    const rig = await rigWith({});
    const input = { kind: 'file', path: '/nowhere/a.png', length: 10 } as const;
    const answer = await rig.engine.run(makeJob({ input, recipe: recipe({}) }));
    expect(answer).toMatchObject({ kind: 'problem', problem: { code: 'not-found' } });
    await rig.close();
  });
});
