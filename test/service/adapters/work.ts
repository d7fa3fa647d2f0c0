/** Runs addresses of other image servers on small pictures, and says what comes out. */
import sharp from 'sharp';
import { isNoirError } from '../../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { expectDone, makeJob } from '../../../src/engine/job.ts';
import { uprightExtent } from '../../../src/formats/orientation.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { negotiate } from '../../../src/http/accept.ts';
import { readHints } from '../../../src/http/image/hints.ts';
import { createNoir, type Noir } from '../../../src/noir.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import type { UrlAdapter } from '../../../src/service/adapters/adapter.ts';
import { pictures } from './pictures.ts';

/** Stays open: files of tests share a process. */
const noir: Noir = await createNoir({ backends: ['cpu'] });

/** `jpeg 300x200`, with the number of frames if there are several; `original`; or the code of an error. */
export async function outcomeOf(
  adapter: UrlAdapter,
  url: string,
  accept?: string,
  hints?: Readonly<Record<string, string>>,
): Promise<string> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  try {
    const read = hints && readHints(new Headers(hints));
    const adapted = adapter.read({ path: pathname.slice(1), query: searchParams, accept, hints: read });
    const bytes = pictures.get(adapted.address);
    if (!bytes) return `no ${adapted.address}`;
    const header = readHeader(bytes, DEFAULT_LIMITS);
    const draft = adapted.recipeFor({
      ...uprightExtent(header, header.orientation),
      format: header.format,
      alpha: header.channels % 2 === 0,
      animated: header.frames !== undefined,
    });
    if (draft === 'original') return draft;
    const recipe = parseRecipe(draft);
    const accepted = recipe.output.format === 'auto' ? negotiate(accept, 'auto') : [];
    const job = makeJob({ input: { kind: 'bytes', bytes }, recipe, accepted });
    const [output] = expectDone(await noir.runner.run(job)).outputs;
    const { format, width, height, pageHeight, pages } = await sharp(output.data as Uint8Array).metadata();
    const frames = pages && pages > 1 ? ` ${pages} frames` : '';
    return `${format === 'heif' ? 'avif' : format} ${width}x${pageHeight ?? height}${frames}`;
  } catch (error) {
    if (isNoirError(error)) return error.code;
    throw error;
  }
}
