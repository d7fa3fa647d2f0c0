/** Fetches the files of a request from their sources: the picture, and further files that its recipe names. */
import { isNoirError } from '../../core/errors.ts';
import { gatherFiles } from '../../engine/files.ts';
import type { Source } from '../../engine/job.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { fetchPicture } from '../../service/fetch-picture.ts';
import { type SourceFile, type SourceRequest, validatorOf } from '../../service/source.ts';
import type { NamedSources } from '../../service/sources.ts';

/** Fetches a file by its address. Throws `not-found`, and the other codes of sources. */
export async function fetchFile(
  sources: NamedSources,
  address: string,
  request: SourceRequest,
): Promise<SourceFile> {
  const file = await fetchPicture(sources, address, request);
  if (file.kind === 'unchanged') throw new Error('a source answered unchanged, unasked');
  return file;
}

/** The further files, by their names in the recipe, with their validators. */
export async function fetchFurther(sources: NamedSources, recipe: Recipe, request: SourceRequest) {
  const validators: string[] = [];
  const files = await gatherFiles(recipe, async (name): Promise<Source | undefined> => {
    try {
      const file = await fetchFile(sources, name, request);
      validators.push(`${name} ${validatorOf(file)}`);
      return { kind: 'bytes', bytes: file.bytes };
    } catch (error) {
      // The Runner says which step names it.
      if (isNoirError(error) && error.code === 'not-found') return undefined;
      throw error;
    }
  });
  return { files, validators: validators.sort() };
}
