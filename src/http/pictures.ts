import { type Context, Hono } from 'hono';
import { invalidParameters } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { FindFile } from '../engine/further.ts';
import { reportOf } from '../engine/output.ts';
import { FORMATS, sniffFormat } from '../formats/registry.ts';
import { parseOps } from '../recipe/grammar.ts';
import { parseRecipe, type Recipe } from '../recipe/recipe.ts';
import { negotiate } from './accept.ts';
import { grayFileName, outputFileName } from './file-name.ts';
import { sendPicture } from './picture.ts';
import { badParameter } from './problem.ts';
import { pointerTo, readQuery } from './query.ts';
import { readUpload } from './upload.ts';

const GRAY = parseRecipe({
  steps: [{ op: 'greyscale', method: 'rec601' }],
  output: { format: 'png' },
});

/** The endpoints that answer a picture with a picture. */
export function pictureRoutes(engine: Engine): Hono {
  const routes = new Hono();

  routes.post('/gray', async (c) => {
    readQuery(c, []);
    const { bytes, fileName } = await readUpload(c);
    const encoded = await runRecipe(c, engine, bytes, GRAY);
    return sendPicture(c, encoded, grayFileName(fileName));
  });

  routes.post('/process', async (c) => {
    const { ops } = readQuery(c, ['ops']);
    const { bytes, fileName, fields, files } = await readUpload(c, ['recipe']);
    const recipe = readRecipe(ops, fields.get('recipe'), engine);
    checkFiles(files, recipe);
    const encoded = await runRecipe(c, engine, bytes, recipe, async (name) => files.get(name));
    const extension = encoded.format === 'json' ? 'json' : FORMATS[encoded.format].extensions[0];
    return sendPicture(c, encoded, outputFileName(fileName, extension));
  });

  return routes;
}

/** A file that no step reads is a slip of whoever sent it, and must not be passed over in silence. */
function checkFiles(files: ReadonlyMap<string, Uint8Array>, { steps }: Recipe): void {
  const sources = steps.flatMap(({ op, params }) => op.sources?.(params) ?? []);
  const read = new Set(sources.flatMap((source) => ('file' in source ? [source.file] : [])));
  const faults = [...files.keys()]
    .filter((name) => !read.has(name))
    .map((name) => ({ pointer: pointerTo(name), reason: 'no step of the recipe reads this file' }));
  if (faults.length > 0) throw invalidParameters(faults);
}

async function runRecipe(c: Context, engine: Engine, bytes: Uint8Array, recipe: Recipe, files?: FindFile) {
  if (reportOf(recipe.steps)) return engine.run(bytes, recipe, { files });
  const own = sniffFormat(bytes)?.name;
  const wanted = recipe.output.format ?? own;
  if (wanted === 'auto') c.header('Vary', 'Accept', { append: true });
  // Bytes of no known format are left to the engine to refuse.
  const accepted = wanted && own && negotiate(c.req.header('Accept'), wanted, own);
  return engine.run(bytes, recipe, { accepted: accepted || undefined, files });
}

function readRecipe(ops: string | undefined, json: string | undefined, engine: Engine): Recipe {
  if (ops !== undefined && json !== undefined) {
    throw badParameter('/ops', 'send either the query parameter ops or the form field recipe, not both');
  }
  if (json === undefined) return engine.parse(parseOps(ops ?? '', engine.ops));
  try {
    return engine.parse(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) throw badParameter('', `the recipe is not JSON: ${error.message}`);
    // JSON that nests thousands of levels deep exhausts the stack of whoever walks it.
    if (error instanceof RangeError) throw badParameter('', 'the recipe is nested too deeply');
    throw error;
  }
}
