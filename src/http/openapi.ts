/** The OpenAPI document of the HTTP interface. */

import { FORMATS } from '../formats/registry.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { SIZE, writeQuantity } from '../service/configuration/units.ts';
import { INFO_FIELDS } from '../service/picture-info.ts';
import { readPackage } from '../version.ts';
import { ANSWER_HEADERS, headersOn } from './answer-headers.ts';
import {
  ADDRESS_EXAMPLES,
  FIELDS_EXAMPLE,
  OPS_EXAMPLES,
  SOURCE_EXAMPLE,
  SRCSET_EXAMPLES,
  WIDTHS_EXAMPLE,
} from './openapi-examples.ts';
import { componentSchemas, type JsonSchema, reference } from './schemas.ts';

const IMAGE: JsonSchema = { type: 'string', format: 'binary', description: 'The picture, as a file.' };

const FURTHER: JsonSchema = {
  type: 'string',
  format: 'binary',
  description: 'A further file, under the name by which a step of the recipe calls it.',
};

/** The parts of a server's configuration that show in its interface. */
export interface ApiOptions {
  /** Whether pictures may be sent by those alone who have a key. */
  readonly needsKey?: boolean;
  /** Whether `/metrics` is answered. */
  readonly hasMetrics?: boolean;
}

/** The HTTP interface as an OpenAPI 3.1 document, derived from the registries and the configuration. */
export function describeApi(
  recipes: Pick<Recipes, 'limits' | 'ops'>,
  { needsKey = false, hasMetrics = false }: ApiOptions = {},
): JsonSchema {
  const { version, description } = readPackage();
  const body = { needsKey, limit: recipes.limits.bodyBytes };
  return {
    openapi: '3.1.0',
    info: { title: 'Noir', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    paths: {
      '/gray': { post: grayOperation(body) },
      '/process': { post: processOperation(body) },
      '/image/{ops}/{source}': { get: imageOperation() },
      '/image/info/{source}': { get: infoOperation() },
      '/image/srcset/{ops}/{source}': { get: srcsetOperation() },
      '/cache': { delete: purgeOperation() },
      '/ops': { get: jsonOperation('List every operation with its JSON Schema.') },
      '/openapi.json': { get: jsonOperation('This document.') },
      '/health': { get: healthOperation() },
      '/livez': { get: jsonOperation('Whether the process answers.') },
      '/readyz': {
        get: jsonOperation(
          'Whether the server takes new requests; 503 while it shuts down, or has no worker process.',
        ),
      },
      '/docs': { get: textOperation('This document, as a page.', 'text/html') },
      ...(hasMetrics && { '/metrics': { get: textOperation('Metrics for Prometheus.', 'text/plain') } }),
    },
    components: {
      schemas: componentSchemas(recipes),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'One of the server’s keys.' } },
    },
  };
}

/** How pictures are sent. */
interface Body {
  readonly needsKey: boolean;
  /** Bytes at most. */
  readonly limit: number;
}

const KEYED = { security: [{ key: [] }] };

function grayOperation(body: Body): JsonSchema {
  return {
    summary: 'Turn a picture gray (0.299 R + 0.587 G + 0.114 B).',
    ...(body.needsKey && KEYED),
    requestBody: pictureBody(body, { image: IMAGE }),
    responses: { 200: pictureAnswer(['image/png']), default: problems() },
  };
}

function processOperation(body: Body): JsonSchema {
  const ops = {
    name: 'ops',
    in: 'query',
    description:
      'Steps and output, such as `greyscale,linear_1.2_-10,f_webp,q_75`; options of the input come first: `failOn_none`.',
    schema: { type: 'string' },
    examples: OPS_EXAMPLES,
  };
  return {
    summary: 'Run a recipe on a picture.',
    ...(body.needsKey && KEYED),
    parameters: [ops],
    requestBody: pictureBody(body, { image: IMAGE, recipe: reference('Recipe') }, FURTHER),
    responses: {
      200: pictureAnswer(
        [...imageTypes(), 'application/json', 'multipart/mixed', 'application/zip'],
        'The picture. For a recipe with `outputs`: one part for each, with its name in Content-Disposition, or a ZIP archive of them if Accept names application/zip.',
      ),
      default: problems(),
    },
  };
}

function imageOperation(): JsonSchema {
  return {
    summary: 'Change a picture of a configured source.',
    parameters: addressParameters(),
    responses: {
      200: {
        ...pictureAnswer([...imageTypes(), 'application/json']),
        headers: describeHeaders(headersOn('pictures', 'pictures by address')),
      },
      304: { description: 'The client has the picture already.' },
      default: problems(),
    },
  };
}

function srcsetOperation(): JsonSchema {
  const widths = {
    name: 'widths',
    in: 'query',
    description:
      'Widths in pixels, such as `320,640,960`; the width of the picture takes the place of all larger ones.',
    schema: { type: 'string' },
    example: WIDTHS_EXAMPLE,
  };
  return {
    ...jsonOperation('The attributes of an img for one picture in several widths.'),
    parameters: [...addressParameters(SRCSET_EXAMPLES), widths],
  };
}

function infoOperation(): JsonSchema {
  const fields = {
    name: 'fields',
    in: 'query',
    description: `Names with commas between them, of ${INFO_FIELDS.join(', ')}; all unless given.`,
    schema: { type: 'string' },
    example: FIELDS_EXAMPLE,
  };
  const { responses, ...facts } = jsonOperation(
    'Facts, colours and hashes of a picture of a configured source.',
  );
  return {
    ...facts,
    responses: { 304: { description: 'The client has the facts already.' }, ...responses },
    parameters: [...addressParameters().slice(1), fields],
  };
}

function purgeOperation(): JsonSchema {
  const parameter = { in: 'query', schema: { type: 'string' } };
  return {
    ...jsonOperation('Forget the pictures of an address, or those with a tag; for those who have a key.'),
    ...KEYED,
    parameters: [
      {
        ...parameter,
        name: 'source',
        description: 'The address of a picture, as in `/image/{ops}/{source}`.',
      },
      { ...parameter, name: 'tag', description: 'A tag that its source sent in `Cache-Tag`.' },
    ],
  };
}

function addressParameters(examples: JsonSchema = ADDRESS_EXAMPLES): JsonSchema[] {
  const parameter = { in: 'path', required: true, schema: { type: 'string' } };
  return [
    {
      ...parameter,
      name: 'ops',
      description:
        'Steps and output, such as `w_300,f_webp`; `_` for none. `&` separates as the comma does. A server with client hints takes `w_auto`.',
      examples,
    },
    {
      ...parameter,
      name: 'source',
      description:
        'The picture: a path in a source, below its name, or a whole address. It may have slashes.',
      example: SOURCE_EXAMPLE,
    },
  ];
}

function healthOperation(): JsonSchema {
  const verbose = {
    name: 'verbose',
    in: 'query',
    allowEmptyValue: true,
    description: 'Also lists the backends.',
    schema: { type: 'string' },
  };
  return { ...jsonOperation('Whether the server works, and what it uses.'), parameters: [verbose] };
}

function pictureBody(
  { limit }: Body,
  properties: JsonSchema,
  others: JsonSchema | false = false,
): JsonSchema {
  const form = { type: 'object', required: ['image'], additionalProperties: others, properties };
  const raw = imageTypes().map((type) => [type, {}]);
  return {
    required: true,
    description: `${writeQuantity(limit, SIZE)} at most.`,
    content: { ...Object.fromEntries(raw), 'multipart/form-data': { schema: form } },
  };
}

function pictureAnswer(types: readonly string[], description = 'The picture'): JsonSchema {
  return {
    description,
    headers: describeHeaders(headersOn('pictures')),
    content: Object.fromEntries(types.map((type) => [type, {}])),
  };
}

function describeHeaders(names: readonly string[]): JsonSchema {
  const describe = (name: string) => ({
    description: ANSWER_HEADERS[name]?.description,
    schema: { type: 'string' },
  });
  return Object.fromEntries(names.map((name) => [name, describe(name)]));
}

function jsonOperation(summary: string): { summary: string; responses: JsonSchema } {
  const answer = { description: 'JSON', content: { 'application/json': {} } };
  return { summary, responses: { 200: answer, default: problems() } };
}

function textOperation(summary: string, type: string): JsonSchema {
  return {
    summary,
    responses: { 200: { description: summary, content: { [type]: {} } }, default: problems() },
  };
}

function problems(): JsonSchema {
  return {
    description:
      'An error. `code` says which, and `detail` what to do; the schema `Problem` lists all codes.',
    headers: describeHeaders(headersOn('problems')),
    content: { 'application/problem+json': { schema: reference('Problem') } },
  };
}

function imageTypes(): string[] {
  return Object.values(FORMATS).map(({ mime }) => mime);
}
