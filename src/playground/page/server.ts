/** Sends pictures with recipes to the server, and reads its answers. */
import { writeLimit } from './bytes.ts';
import type { RecipeJson } from './draft.ts';
import { askForKey, keyOfTab } from './key.ts';
import { Pace } from './pace.ts';
import type { Asked, Extent, Fitted } from './preview.ts';

/** A fault of a recipe, at a place such as `/steps/2/sigma`. */
export interface Fault {
  readonly pointer: string;
  readonly reason: string;
}

/** An answer of the server that is no picture: a problem of RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly faults: readonly Fault[];

  constructor(message: string, status: number, faults: readonly Fault[] = []) {
    super(message);
    this.status = status;
    this.faults = faults;
  }
}

/** A stage of the work on the server, in milliseconds. */
interface Stage {
  readonly name: string;
  readonly time: number;
}

/** A file that the server made, with how it was made. */
export interface Made {
  readonly file: Blob;
  readonly type: string;
  readonly backend: string;
  readonly codec: string;
  readonly way: string;
  readonly note: string;
  readonly stages: readonly Stage[];
  /** Milliseconds that the server worked. */
  readonly work: number;
}

export interface Work {
  readonly picture: Blob;
  readonly recipe: RecipeJson;
  /** Further files, by the names that the recipe calls them by. */
  readonly files: ReadonlyMap<string, Blob>;
}

/** Facts about a picture, from its header. */
export interface Facts {
  readonly format: string;
  readonly type: 'u8' | 'u16' | 'f32';
  readonly channels: number;
  readonly pages: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  readonly autoOrient: Extent;
}

/** The pace of the transfers so far. */
export const pace = new Pace();

/** Runs a recipe. Throws `Problem`, and what `fetch` throws when the signal aborts it. */
export async function runRecipe({ picture, recipe, files }: Work, signal: AbortSignal): Promise<Made> {
  const form = new FormData();
  form.append('image', picture, 'picture');
  form.append('recipe', JSON.stringify(recipe));
  for (const [name, file] of files) form.append(name, file, name);
  const begin = performance.now();
  const answer = await send('process', { method: 'POST', body: form, signal });
  const header = (name: string) => answer.headers.get(name) ?? '';
  const file = await answer.blob();
  const stages = readStages(header('Server-Timing'));
  const work = totalOf(stages);
  const sent = [picture, ...files.values()].reduce((sum, { size }) => sum + size, 0);
  pace.add(sent + file.size, performance.now() - begin - work);
  return {
    file,
    type: header('Content-Type'),
    backend: header('X-Noir-Backend'),
    codec: header('X-Noir-Codec'),
    way: header('X-Noir-Way'),
    note: header('Noir-Note'),
    stages,
    work,
  };
}

/** Reads the header of a picture. Throws as `runRecipe` does. */
export async function fetchFacts(picture: Blob, signal: AbortSignal): Promise<Facts> {
  return (await send('playground/info', { method: 'POST', body: picture, signal })).json();
}

/** Fetches a file that comes with the page. Throws as `runRecipe` does. */
export async function fetchFile(path: string): Promise<Blob> {
  return (await send(path)).blob();
}

/** Has the server fit a recipe to a preview that takes little time. Throws as `runRecipe` does. */
export async function fitPreview(asked: Asked, signal: AbortSignal): Promise<Fitted> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify(asked);
  return (await send('playground/preview', { method: 'POST', headers, body, signal })).json();
}

/** Milliseconds before a server that is busy is asked again. */
const PAUSE = 1000;

async function send(path: string, request: RequestInit = {}): Promise<Response> {
  const answer = await ask(path, request);
  if (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    request.signal?.throwIfAborted();
    const second = await ask(path, request);
    if (!second.ok) throw await problemOf(second);
    return second;
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Asks with the key of this tab, and again with another one as long as somebody gives one. */
async function ask(path: string, request: RequestInit): Promise<Response> {
  const headers = new Headers(request.headers);
  const key = keyOfTab();
  if (key !== '') headers.set('Authorization', `Bearer ${key}`);
  const answer = await fetch(path, { ...request, headers });
  if (answer.status !== 401 || !(await askForKey(key))) return answer;
  request.signal?.throwIfAborted();
  return ask(path, request);
}

async function problemOf(answer: Response): Promise<Problem> {
  const said = await answer.json().catch(() => ({}));
  const detail = typeof said.detail === 'string' ? said.detail : `The server answered ${answer.status}`;
  const isTooLarge = said.code === 'body-limit' && typeof said.limit === 'number';
  const text = isTooLarge
    ? `The files are larger than the ${writeLimit(said.limit)} that the server takes.`
    : answer.status === 401
      ? 'This server takes pictures only with a key.'
      : detail;
  return new Problem(text, answer.status, Array.isArray(said.errors) ? said.errors : []);
}

/** Milliseconds of all stages: `total` where the server says it. */
function totalOf(stages: readonly Stage[]): number {
  const sum = stages.reduce((total, { time }) => total + time, 0);
  return stages.find(({ name }) => name === 'total')?.time ?? sum;
}

/** Reads `decode;dur=3.10, encode;dur=12.00` (Server Timing, W3C). */
function readStages(header: string): Stage[] {
  return header.split(',').flatMap((part) => {
    const [, name, time] = /^\s*([\w-]+);dur=([\d.]+)/.exec(part) ?? [];
    return name === undefined ? [] : [{ name, time: Number(time) }];
  });
}
