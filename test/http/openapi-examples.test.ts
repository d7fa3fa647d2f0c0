/** The OpenAPI document is valid, and every example in it works. */
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fileNames } from '../../src/engine/files.ts';
import { createApp, directory, Metrics } from '../../src/http/index.ts';
import { jpeg, noir } from './support.ts';

const extent = { width: 40, height: 30 };
/** The further files that examples name. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  'logo.png': readFileSync('test/fixtures/docs/logo.png'),
  'look.cube': readFileSync('test/fixtures/docs/look.cube'),
  'mask.png': await sharp('test/fixtures/docs/mask.png').resize(extent).toColourspace('b-w').png().toBuffer(),
  'other.png': await sharp('test/fixtures/docs/other.png').resize(extent).png().toBuffer(),
};

const SECRET = 'k'.repeat(32);
const KEY = { Authorization: `Bearer ${SECRET}` };
const source = directory('test/fixtures/docs');
const files = {
  description: 'one photo',
  get: (_: string, request: Parameters<typeof source.get>[1]) => source.get('photo.png', request),
};
const app = createApp(noir, {
  ...{ metrics: await Metrics.open(), sources: { '': files }, keys: [SECRET] },
});

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example?: string;
  readonly examples?: Readonly<Record<string, { value: string }>>;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly security?: unknown;
}
interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { examples?: unknown[] }>> };
}
const api = (await (await app.request('/openapi.json')).json()) as Api;

/** Pictures with 3, 4 and 1 channels: an example may be for one of them alone. */
const pictures = [
  new Uint8Array(jpeg),
  ...(await Promise.all([
    sharp(jpeg).ensureAlpha(0.5).png().toBuffer(),
    sharp(jpeg).toColourspace('b-w').png().toBuffer(),
  ])),
];

async function send(recipe: unknown, picture: Uint8Array): Promise<Response> {
  const body = new FormData();
  body.append('image', new Blob([picture as Uint8Array<ArrayBuffer>]), 'in.png');
  for (const name of fileNames(noir.recipes.parse(recipe as never))) {
    body.append(name, new Blob([FILES[name] as Uint8Array<ArrayBuffer>]), name);
  }
  body.append('recipe', JSON.stringify(recipe));
  return app.request('/process', { method: 'POST', body, headers: KEY });
}

/** What the server says of a recipe on the first picture that it takes. */
async function statusOf(recipe: unknown): Promise<string> {
  let said = '';
  for (const picture of pictures) {
    const response = await send(recipe, picture);
    if (response.ok) return '';
    said = `${JSON.stringify(recipe)}: ${await response.text()}`;
  }
  return said;
}

test('the document is valid OpenAPI 3.1 to a validator of somebody else', async () => {
  const result = await new Validator().validate(structuredClone(api) as never);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('it says who needs a key, and that there are metrics', () => {
  expect(api.paths['/process']?.post?.security).toEqual([{ key: [] }]);
  expect(api.paths).toHaveProperty('/metrics');
});

test('every example of a step and of a recipe works', async () => {
  const { schemas } = api.components;
  const steps = Object.keys(schemas).filter((name) => name.startsWith('Step.'));
  const examples = steps.flatMap((name) =>
    (schemas[name]?.examples ?? []).map((step) => ({ steps: [step] })),
  );
  expect(examples.length).toBeGreaterThan(100);
  for (const recipe of [...examples, ...(schemas.Recipe?.examples ?? [])]) {
    expect(await statusOf(recipe)).toBe('');
  }
});

const valuesOf = ({ example, examples }: Parameter): readonly string[] =>
  examples ? Object.values(examples).map(({ value }) => value) : example === undefined ? [] : [example];

/** The path with the first example of each parameter, and with `value` for the one of that name. */
function fill(
  path: string,
  parameters: readonly Parameter[],
  { name, value }: { name: string; value: string },
) {
  return parameters.reduce((url, one) => {
    const own = one.name === name ? value : valuesOf(one)[0];
    if (own === undefined) return url;
    if (one.in === 'path') return url.replace(`{${one.name}}`, own);
    return `${url}?${one.name}=${encodeURIComponent(own)}`;
  }, path);
}

test('every example of a parameter works', async () => {
  const sent = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters = [] }]) =>
      parameters.flatMap((one) =>
        valuesOf(one).map((value) => [method, fill(path, parameters, { name: one.name, value })] as const),
      ),
    ),
  );
  expect(sent.length).toBeGreaterThan(8);
  for (const [method, url] of sent) {
    const body = method === 'post' && { body: new Uint8Array(jpeg), headers: KEY };
    const response = await app.request(url, { method: method.toUpperCase(), ...body });
    expect([url, response.status]).toEqual([url, 200]);
  }
});
