/** Routes that take a picture: `/gray` and `/process`. */

import { Hono } from 'hono';
import { invalidParameters } from '../core/errors.ts';
import { pointerTo } from '../core/faults.ts';
import { fileNames } from '../engine/files.ts';
import type { Noir } from '../noir.ts';
import { parseRecipe, type Recipe } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { negotiatePackage } from './accept.ts';
import { grayFileName, outputFileName } from './file-name.ts';
import { extensionOf, sendPicture } from './picture.ts';
import { badParameter } from './problem.ts';
import { readQuery } from './query.ts';
import { sendSeveral } from './several.ts';
import { readUpload } from './upload.ts';
import { variesByAccept, work, workSeveral } from './work.ts';

const GRAY = parseRecipe({
  steps: [{ op: 'greyscale', method: 'rec601' }],
  output: { format: 'png' },
});

/** The endpoints that answer a picture with a picture. */
export function pictureRoutes(noir: Pick<Noir, 'runner' | 'recipes'>): Hono {
  const routes = new Hono();

  routes.post('/gray', async (c) => {
    readQuery(c, []);
    const { picture, fileName } = await readUpload(c, noir.runner);
    return sendPicture(
      c,
      await work(c, noir, { picture, recipe: GRAY, strict: true }),
      grayFileName(fileName),
    );
  });

  routes.post('/process', async (c) => {
    const { ops } = readQuery(c, ['ops']);
    const { picture, fileName, fields, files } = await readUpload(c, noir.runner, ['recipe']);
    const recipe = readRecipe(ops, fields.get('recipe'), noir.recipes);
    checkFiles(files, recipe);
    if (variesByAccept(recipe)) c.header('Vary', 'Accept', { append: true });
    const sources = [...files].map(([name, bytes]) => [name, { kind: 'bytes', bytes }] as const);
    const request = { picture, recipe, strict: true, files: Object.fromEntries(sources) };
    if (recipe.outputs) {
      const how = negotiatePackage(c.req.header('Accept'));
      return sendSeveral(c, await workSeveral(c, noir, request), how, fileName);
    }
    const encoded = await work(c, noir, request);
    return sendPicture(c, encoded, outputFileName(fileName, extensionOf(encoded)));
  });

  return routes;
}

/** Refuses files that no step reads: the client made a mistake, and would not notice it otherwise. */
function checkFiles(files: ReadonlyMap<string, Uint8Array>, recipe: Recipe): void {
  const read = new Set(fileNames(recipe));
  const missing = [...read].filter((name) => !files.has(name)).map((name) => JSON.stringify(name));
  const hint = missing.length > 0 ? `; the recipe names ${missing.join(', ')}` : '';
  const faults = [...files.keys()]
    .filter((name) => !read.has(name))
    .map((name) => ({
      pointer: pointerTo('', name),
      reason: `no step of the recipe reads this file${hint}`,
    }));
  if (faults.length > 0) throw invalidParameters(faults);
}

function readRecipe(ops: string | undefined, json: string | undefined, recipes: Recipes): Recipe {
  if (ops !== undefined && json !== undefined) {
    throw badParameter('/ops', 'send either the query parameter ops or the form field recipe, not both');
  }
  if (json === undefined) return recipes.parseOps(ops ?? '');
  try {
    return recipes.parse(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) throw badParameter('', `the recipe is not JSON: ${error.message}`);
    // JSON that nests thousands of levels deep exhausts the stack of code that walks it.
    if (error instanceof RangeError) throw badParameter('', 'the recipe is nested too deeply');
    throw error;
  }
}
