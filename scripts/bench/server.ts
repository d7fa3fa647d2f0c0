// `npm run bench server`: the built server beside Hono and sharp written by hand, both asked over HTTP.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { printHandOver } from './server/hand-over.ts';
import { startLoader } from './server/loader.ts';
import { printCollections, printMainThread } from './server/main-thread.ts';
import { makePhotoFile } from './server/picture.ts';
import { printRates } from './server/rates.ts';
import { RECIPES, type ServerRecipe, urlFor } from './server/recipes.ts';
import { buildNoir, type RunningServer, startNoir, startPeer } from './server/servers.ts';
import { benchUrls } from './server/urls.ts';
import { QUALITY, type UrlFormat } from './server/urls-words.ts';

const PARTS = ['rates', 'cpu', 'gc', 'hand-over', 'urls'] as const;

/** Everything but the part that installs other servers. */
const USUAL = 'rates,cpu,gc,hand-over';

const OPTIONS = {
  recipes: { type: 'string', default: RECIPES.map(({ name }) => name).join() },
  flights: { type: 'string', default: '1,4,16' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '2' },
  threads: { type: 'string', default: 'default' },
  parts: { type: 'string', default: USUAL },
  photo: { type: 'string' },
  formats: { type: 'string', default: Object.keys(QUALITY).join() },
  gpu: { type: 'string', default: 'off' },
  isolation: { type: 'string' },
  deadline: { type: 'string' },
} as const;

/** Measures what the options ask for, and prints it. Throws a plain error when an option is wrong. */
export async function benchServer(args: readonly string[]): Promise<void> {
  const options = await readOptions(args);
  const { gpu, recipes, parts, file } = options;
  await buildNoir();
  if (parts.includes('urls')) await benchUrls(options);
  if (parts.every((part) => part === 'urls')) return;
  const servers = await startServers(options);
  const loader = startLoader();
  console.log(
    `posted: ${await describe(file)}; NOIR_GPU=${gpu}${options.isolation ? `; --isolation ${options.isolation}` : ''}`,
  );
  for (const recipe of recipes) await compareAnswers(servers, recipe, file);
  if (parts.includes('rates')) await printRates(servers, loader, options);
  const own = { recipes: recipes.filter(({ fileToFile }) => fileToFile), loader, file };
  if (parts.includes('cpu')) await printMainThread([servers[0], servers[1]], own);
  for (const server of servers) await server.stop();
  if (parts.includes('gc')) await printCollections(gpu, own);
  if (parts.includes('hand-over')) await printHandOver(gpu, loader);
  loader.stop();
}

async function readOptions(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return {
    gpu: values.gpu,
    isolation: values.isolation,
    deadline: values.deadline,
    formats: choose(values.formats, Object.keys(QUALITY) as UrlFormat[], (format) => format),
    recipes: choose(values.recipes, RECIPES, ({ name }) => name),
    parts: choose(values.parts, PARTS, (part) => part),
    threads: values.threads.split(',').map((text) => (text === 'default' ? undefined : readNumbers(text)[0])),
    flights: readNumbers(values.flights),
    rounds: readNumbers(values.rounds)[0] as number,
    seconds: readNumbers(values.seconds)[0] as number,
    file: values.photo ?? (await makePhotoFile()),
  };
}

async function startServers({
  gpu,
  isolation,
  threads,
}: Awaited<ReturnType<typeof readOptions>>): Promise<[RunningServer, RunningServer, ...RunningServer[]]> {
  const servers = [await startNoir({ gpu, isolation })];
  for (const count of threads) servers.push(await startPeer({ threads: count }));
  return servers as [RunningServer, RunningServer];
}

async function describe(file: string): Promise<string> {
  const bytes = await readFile(file);
  const { width, height, chromaSubsampling = '' } = await sharp(bytes).metadata();
  return `${basename(file)}, ${width}x${height} ${chromaSubsampling}, ${bytes.length} bytes`;
}

/** Throws when the servers do not answer with a picture of the same format and size: they do not do the same job. */
async function compareAnswers(
  servers: readonly RunningServer[],
  recipe: ServerRecipe,
  file: string,
): Promise<void> {
  const body = await readFile(file);
  const answers: string[] = [];
  for (const server of servers) {
    const response = await fetch(urlFor(server, recipe), { method: 'POST', body });
    if (!response.ok) throw new Error(`${server.name}, ${recipe.name}: ${await response.text()}`);
    const { format, width, height } = await sharp(await response.arrayBuffer()).metadata();
    answers.push(`${format} ${width}x${height}`);
  }
  if (new Set(answers).size > 1) throw new Error(`${recipe.name} differs: ${answers.join(', ')}`);
}

function choose<const T>(text: string, all: readonly T[], nameOf: (item: T) => string): T[] {
  return text.split(',').map((name) => {
    const found = all.find((item) => nameOf(item) === name);
    if (found === undefined) throw new Error(`'${name}' is none of ${all.map(nameOf).join(', ')}`);
    return found;
  });
}

function readNumbers(text: string): number[] {
  return text.split(',').map((part) => {
    const number = Number(part);
    if (!(number > 0)) throw new Error(`'${part}' is no number above 0`);
    return number;
  });
}
