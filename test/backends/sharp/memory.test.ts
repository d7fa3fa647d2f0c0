import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pipelineMemory } from '../../../src/backends/sharp/memory.ts';
import { byteCount, type Shape } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';

const input: Shape = { width: 4000, height: 3000, channels: 3, type: 'u8' };
const picture = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#808080' } });
const sequential = readHeader(await picture.clone().jpeg().toBuffer(), DEFAULT_LIMITS);
const progressive = readHeader(await picture.clone().jpeg({ progressive: true }).toBuffer(), DEFAULT_LIMITS);

const planOf = (...steps: object[]) => makePlan(parseRecipe({ steps }).steps, input, DEFAULT_LIMITS);
const thumbnail = planOf({ op: 'resize', width: 400 });

test('a thumbnail of a sequential JPEG takes some rows, and whole pictures where these are held', () => {
  expect(pipelineMemory(sequential, thumbnail)).toBeLessThan(byteCount(input) / 8);
  for (const [header, plan] of [
    [progressive, thumbnail],
    [{ ...sequential, orientation: 6 }, thumbnail],
    [sequential, planOf({ op: 'flip' }, { op: 'resize', width: 400 })],
  ] as const) {
    expect(pipelineMemory(header, plan)).toBeGreaterThan(byteCount(input));
  }
});
