import { describe, expect, it } from 'vitest';
import { NoirError } from '../../src/core/errors.ts';
import { listOps } from '../../src/ops/registry.ts';
import { canonicalText } from '../../src/recipe/canonical.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { recipeKey } from '../../src/recipe/key.ts';
import { parseRecipe, type Recipe } from '../../src/recipe/recipe.ts';
import { type Next, pick, randomMeaning } from '../support/meanings.ts';
import { random } from '../support/pictures.ts';
import {
  isTaken,
  type RecipeMeaning,
  randomRecipe,
  randomStep,
  writeJson,
  writeUrl,
} from '../support/spellings.ts';

/** Of the run: set `NOIR_TEST_SEED` to repeat one. */
const SEED = Number(process.env.NOIR_TEST_SEED ?? Date.now() % 2 ** 32);
console.log(`seed of the random recipes: ${SEED}`);

const RECIPES = 400;
const SPELLINGS = 6;

/** The canonical text of a recipe as it was written; failures show what that was. */
function textOf(written: string, parse: (written: string) => Recipe): string {
  try {
    return canonicalText(parse(written));
  } catch (error) {
    throw new Error(`seed ${SEED}: ${written}: ${error instanceof NoirError ? error.message : error}`);
  }
}

const fromJson = (written: string) => parseRecipe(JSON.parse(written));
const fromUrl = (written: string) => parseRecipe(parseOps(written));

/** Canonical texts of a recipe that is written in several ways. */
function textsOf(recipe: RecipeMeaning, next: Next): [written: string, text: string][] {
  return Array.from({ length: SPELLINGS }, () => {
    const url = next() < 0.5 ? writeUrl(recipe, next) : undefined;
    if (url !== undefined) return [url, textOf(url, fromUrl)];
    const json = writeJson(recipe, next);
    return [json, textOf(json, fromJson)];
  });
}

/** The same recipe but for one parameter of one step. */
function changed(recipe: RecipeMeaning, next: Next): RecipeMeaning {
  const index = Math.floor(next() * recipe.steps.length);
  const step = recipe.steps[index] as RecipeMeaning['steps'][number];
  const name = pick(Object.keys(step.fields), next);
  const field = step.fields[name] as (typeof step.fields)[string];
  for (;;) {
    const meaning = randomMeaning(field, next);
    const other = { ...step, said: { ...step.said, [name]: meaning } };
    if (meaning.id !== step.said[name]?.id && isTaken(other, next)) {
      return { ...recipe, steps: recipe.steps.with(index, other) };
    }
  }
}

describe('the key of a recipe', () => {
  it('is a part of SHA-256 in base64url', () => {
    expect(recipeKey('')).toBe('47DEQpj8HBSa-_TImW-5JC');
    expect(recipeKey('é')).toMatch(/^[\w-]{22}$/);
  });

  it('is one for all spellings of a recipe', () => {
    const next = random(SEED);
    for (let turn = 0; turn < RECIPES; turn++) {
      const texts = textsOf(randomRecipe(next), next);
      const [[first, expected] = ['', '']] = texts;
      for (const [written, text] of texts) {
        expect(text, `seed ${SEED}:\n${first}\n${written}`).toBe(expected);
        expect(recipeKey(text)).toBe(recipeKey(expected));
      }
    }
  });

  it('is one for all spellings of every op', () => {
    const next = random(SEED + 1);
    for (const op of listOps()) {
      for (let turn = 0; turn < 8; turn++) {
        const recipe = { steps: [randomStep(op, next)], options: { fields: {}, said: {} } };
        const texts = textsOf(recipe, next);
        const [[first, expected] = ['', '']] = texts;
        for (const [written, text] of texts)
          expect(text, `seed ${SEED}:\n${first}\n${written}`).toBe(expected);
      }
    }
  });

  it('is another one for a recipe that differs in one parameter', () => {
    const next = random(SEED + 2);
    const ops = listOps().filter(({ params, report }) => !report && Object.keys(params.shape).length > 0);
    for (let turn = 0; turn < RECIPES; turn++) {
      const steps = Array.from({ length: 2 }, () => randomStep(pick(ops, next), next));
      const recipe = { steps, options: { fields: {}, said: {} } };
      const [one, other] = [writeJson(recipe, next), writeJson(changed(recipe, next), next)];
      const keys = [one, other].map((written) => recipeKey(textOf(written, fromJson)));
      expect(keys[0], `seed ${SEED}:\n${one}\n${other}`).not.toBe(keys[1]);
    }
  });

  it('is another one for steps in another order', () => {
    const keyOf = (ops: string) => recipeKey(textOf(ops, fromUrl));
    expect(keyOf('flip,blur_2')).not.toBe(keyOf('blur_2,flip'));
  });
});
