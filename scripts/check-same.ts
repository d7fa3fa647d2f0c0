// `npm run check:same`: whether equal requests get equal bytes, whatever the server did before, however many requests
// run beside, and after a restart. Exit status 1 when some do not.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { buildNoir, startNoir } from './bench/server/servers.ts';
import { Answers, ask } from './check-same/answers.ts';
import { makePictures } from './check-same/pictures.ts';
import { RECIPES, type SameRecipe } from './check-same/recipes.ts';

const HELP = `npm run check:same                  ${RECIPES.length} recipes, 20 requests each, one by one and 8 at once, twice
  --requests 20                     requests for each recipe, in each phase
  --flight 8                        requests at once
  --gpu auto                        NOIR_GPU of the server; its own default unless told`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20' },
    flight: { type: 'string', default: '8' },
    gpu: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await check(Number(values.requests), Number(values.flight));

async function check(requests: number, flight: number): Promise<number> {
  await buildNoir();
  const answers = new Answers();
  // The second server meets everything in the other order, so that it has learned something else by then.
  await serveOnce('', RECIPES, { answers, requests, flight });
  await serveOnce(' after a restart', RECIPES.toReversed(), { answers, requests, flight });
  const differing = answers.differing();
  for (const paragraph of differing) console.log(`${paragraph}\n`);
  console.log(`${RECIPES.length - differing.length} of ${RECIPES.length} recipes always gave the same bytes`);
  return differing.length > 0 ? 1 : 0;
}

/** Starts a server, asks it for each recipe in turn, then for all of them mixed and several at once, and ends it. */
async function serveOnce(
  when: string,
  recipes: readonly SameRecipe[],
  { answers, requests, flight }: { answers: Answers; requests: number; flight: number },
): Promise<void> {
  const files = await makePictures();
  const server = await startNoir({ gpu: values.gpu });
  const askEach = async (waiting: Iterator<SameRecipe>, phase: string) => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      answers.note(next.value, phase + when, await ask(server.url, next.value, files));
    }
  };
  const all = recipes.flatMap((recipe) => Array.from({ length: requests }, () => recipe));
  await askEach(all.values(), 'one by one');
  const mixed = shuffle(all).values();
  await Promise.all(Array.from({ length: flight }, () => askEach(mixed, `${flight} at once`)));
  await server.stop();
}

/** The same disorder every time. */
function shuffle<T>(items: readonly T[]): T[] {
  const placeOf = (index: number) => createHash('sha256').update(String(index)).digest('hex');
  return items
    .map((item, index) => ({ item, place: placeOf(index) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item);
}
