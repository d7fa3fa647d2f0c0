/** Checks the values that programs give to the middleware, the handler and the app, so that mistakes show when the program starts. */
import * as z from 'zod';

const seconds = z.number('expected seconds').nonnegative('expected seconds, 0 or more');
const bytes = z.number('expected bytes').nonnegative('expected bytes, 0 or more');
const texts = z.array(z.string('expected a text'), 'expected a list of texts');
const count = z.int('expected a whole number').positive('expected a whole number from 1 on');
const flag = z.boolean('expected true or false');
const callable = z.custom((value) => typeof value === 'function', 'expected a function');

/** An object that has a function of that name. */
const having = (name: string, example: string) =>
  z.custom((value) => typeof Object(value)[name] === 'function', `expected ${example}`);

/** The options of which a wrong value would only show later, or never. The others are checked where they are used. */
const VALUES = z.object({
  deadline: z.number('expected milliseconds').positive('expected milliseconds, more than 0').optional(),
  behindProxy: flag.optional(),
  traces: flag.optional(),
  clientHints: flag.optional(),
  presetsOnly: flag.optional(),
  publicMetrics: flag.optional(),
  fallback: z.string('expected the address of a picture').optional(),
  sizes: z.array(count, 'expected a list of whole numbers').optional(),
  signingKeys: texts.optional(),
  keys: texts.optional(),
  origins: texts.optional(),
  ages: z
    .strictObject({ usual: seconds, least: seconds, most: seconds, staleWhileRevalidate: seconds })
    .partial()
    .optional(),
  cache: z
    .strictObject({
      memory: bytes,
      sourceMemory: bytes,
      stores: z.array(
        having('get', 'what diskStore(…), awaited, or redisStore(…) gives'),
        'expected a list of stores',
      ),
      staleIfError: seconds,
    })
    .partial()
    .optional(),
  jobs: z.strictObject({ all: count, heavy: count }, 'expected { all, heavy }').optional(),
  adapter: having('read', 'an adapter, such as ipx()').optional(),
  adapters: z.record(z.string(), having('read', 'an adapter, such as ipx()')).optional(),
  onError: callable.optional(),
  onSourceFailure: callable.optional(),
  onRequest: callable.optional(),
});

/** Throws an error that names the first option with a wrong value. */
export function checkValues(options: object): void {
  const [issue] = VALUES.safeParse(options).error?.issues ?? [];
  if (!issue) return;
  const message = issue.message.replace(/^Invalid input: /, '');
  throw new Error(`option ${issue.path.join('.')}: ${message[0]?.toLowerCase()}${message.slice(1)}`);
}
