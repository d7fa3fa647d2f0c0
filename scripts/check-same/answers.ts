// Asks the server, and keeps which answers it gave to each recipe.
import { createHash } from 'node:crypto';
import { parseOps } from '../../src/recipe/grammar.ts';
import type { PictureName } from './pictures.ts';
import type { SameRecipe } from './recipes.ts';

/** Headers that tell how an answer came about. */
const HOW = ['X-Noir-Way', 'X-Noir-Backend', 'X-Noir-Codec'] as const;

/** One of the answers that a recipe got. */
interface Answer {
  /** How many times it came, by phase. */
  readonly times: Map<string, number>;
  /** Each way on which it came about. */
  readonly ways: Set<string>;
}

/** Answers by recipe, and by the hash of their bytes. */
export class Answers {
  readonly #answers = new Map<SameRecipe, Map<string, Answer>>();

  note(
    recipe: SameRecipe,
    phase: string,
    { hash, way }: { readonly hash: string; readonly way: string },
  ): void {
    const known = this.#answers.get(recipe) ?? new Map<string, Answer>();
    this.#answers.set(recipe, known);
    const answer = known.get(hash) ?? { times: new Map(), ways: new Set() };
    known.set(hash, answer);
    answer.times.set(phase, (answer.times.get(phase) ?? 0) + 1);
    answer.ways.add(way);
  }

  /** A paragraph for each recipe that got more than one answer, or an error. */
  differing(): string[] {
    return [...this.#answers]
      .filter(([, answers]) => answers.size > 1 || [...answers.keys()].some(isError))
      .map(([{ picture, ops }, answers]) => {
        const lines = [...answers].map(([hash, { times, ways }]) => {
          const counts = [...times].map(([phase, count]) => `${count} ${phase}`).join(', ');
          return `  ${hash.slice(0, 40)}: ${counts}; ${[...ways].join(' | ')}`;
        });
        return [`${ops} on ${picture}`, ...lines].join('\n');
      });
  }
}

const isError = (hash: string) => hash.startsWith('status');

/** Posts the picture, and gives the hash of the answer's bytes; of an error, its status and code in place of it. */
export async function ask(
  url: string,
  { picture, ops }: SameRecipe,
  files: ReadonlyMap<PictureName, Uint8Array>,
): Promise<{ hash: string; way: string }> {
  const body = files.get(picture) as Uint8Array<ArrayBuffer>;
  const response = ops.includes('_other')
    ? await fetch(`${url}/process`, { method: 'POST', body: makeForm(ops, body, files) })
    : await fetch(`${url}/process?ops=${ops}`, { method: 'POST', body });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const way = HOW.flatMap((name) => response.headers.get(name) ?? []).join(', ');
  if (response.ok) return { hash: createHash('sha256').update(bytes).digest('hex'), way };
  const { code, detail } = JSON.parse(Buffer.from(bytes).toString());
  return { hash: `status ${response.status} ${code}`, way: String(detail) };
}

/** A form with the picture, the recipe, and the picture that a step names `other`. */
function makeForm(
  ops: string,
  image: Uint8Array<ArrayBuffer>,
  files: ReadonlyMap<PictureName, Uint8Array>,
): FormData {
  const form = new FormData();
  const other = files.get('png with alpha') as Uint8Array<ArrayBuffer>;
  form.set('image', new Blob([image]), 'image');
  form.set('recipe', JSON.stringify(parseOps(ops)));
  form.set('other', new Blob([other]), 'other.png');
  return form;
}
