/** Runs a recipe on a file and prints the possible ways. Discards the result. */
import { existsSync } from 'node:fs';
import type { Explanation } from '../../engine/engine.ts';
import { findOnDisk, gatherFiles } from '../../engine/files.ts';
import { expectDone, type Job, makeJob } from '../../engine/job.ts';
import { writeReading } from '../../formats/input.ts';
import { createNoir, type Noir } from '../../noir.ts';
import { UsageError } from '../failure.ts';
import { readLimits } from '../limits.ts';
import { nameFile } from '../picture-error.ts';
import { encodeFileNames } from '../run/file-names.ts';
import { describeMisspelt, looksLikeOps } from '../run/format.ts';
import { readPicture } from '../run/input.ts';
import { readSettings } from '../settings.ts';

export interface ExplainFlags {
  readonly json?: boolean;
  /** Limits such as `side=100000`. */
  readonly limit?: readonly string[];
}

export async function runExplain(ops: string, file: string, flags: ExplainFlags): Promise<void> {
  const { json, limit } = flags;
  if (!existsSync(file) && existsSync(ops)) {
    if (looksLikeOps(file)) throw new UsageError(`the ops come first: noir explain ${file} ${ops}`);
    const misspelt = describeMisspelt(file);
    if (misspelt !== undefined) throw new UsageError(`the ops come first, and ${misspelt}`);
  }
  const limits = await readLimits(limit);
  const settings = await readSettings();
  const bytes = await readPicture(file);
  const noir = await createNoir({ ...settings, limits });
  try {
    const recipe = noir.recipes.parseOps(encodeFileNames(ops));
    const files = await gatherFiles(recipe, findOnDisk);
    const job = makeJob({ input: { kind: 'bytes', bytes }, recipe, files });
    const text = await explain(noir, job, { json, input: writeReading(recipe.input) }).catch((error) => {
      throw nameFile(error, file);
    });
    process.stdout.write(`${text}\n`);
  } finally {
    await noir.close();
  }
}

interface Form {
  readonly json: boolean | undefined;
  readonly input: Input;
}

async function explain(noir: Noir, job: Job, { json, input }: Form): Promise<string> {
  const explanation = await noir.explain(job);
  return json ? asJson(explanation, input) : asText(explanation, input);
}

/** The options with which the file is read. */
type Input = ReturnType<typeof writeReading>;

function asJson({ answer, stretches }: Explanation, input: Input): string {
  const { way, failedOver, timings } = expectDone(answer);
  return JSON.stringify({ input, stretches, way, failedOver, timings }, undefined, 2);
}

function asText({ answer, stretches }: Explanation, input: Input): string {
  const { way, failedOver, timings } = expectDone(answer);
  const listed = stretches.flatMap(({ ways, taken }, index) => [
    ...(stretches.length > 1 ? [`stretch ${index + 1}`] : []),
    ...ways.flatMap((possible) => [
      `${possible.way === taken ? '*' : ' '} ${milliseconds(possible.cost)}  ${possible.way}`,
      ...possible.legs.map(({ who, does, cost }) => `    ${milliseconds(cost)}  ${who}: ${does.join(', ')}`),
    ]),
  ]);
  const parts = Object.entries(timings).map(([name, time]) => `${name} ${time.toFixed(1)}`);
  return [
    ...(input ? [`input: ${JSON.stringify(input)}`] : []),
    ...listed,
    `taken: ${way}${failedOver ? '; failed-over' : ''}`,
    `measured, in ms: ${parts.join(', ')}`,
  ].join('\n');
}

function milliseconds(cost: number): string {
  return `${cost.toFixed(2).padStart(10)} ms`;
}
