/** JSON Schemas of recipes, outputs and problems, for the OpenAPI document. */

import * as z from 'zod';
import { PROBLEMS } from '../core/errors.ts';
import { MOST_FAULTS } from '../core/faults.ts';
import type { Limits } from '../core/limits.ts';
import { INPUT } from '../formats/input.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Op } from '../ops/op.ts';
import type { OpSet } from '../ops/op-set.ts';
import { KEEPS } from '../recipe/keep.ts';
import { OUTPUT_NAME } from '../recipe/read-output.ts';
import { MOST_OUTPUTS } from '../recipe/recipe.ts';
import { RECIPE_EXAMPLES } from './openapi-examples.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schemas of the requests and answers of the HTTP interface, by their names in OpenAPI. */
export function componentSchemas({
  limits,
  ops,
}: {
  limits: Limits;
  ops: OpSet;
}): Readonly<Record<string, JsonSchema>> {
  const steps = ops.list().map((op) => [`Step.${op.name}`, stepSchema(op)] as const);
  return {
    Recipe: {
      type: 'object',
      examples: Object.values(RECIPE_EXAMPLES).map(({ value }) => value),
      additionalProperties: false,
      properties: {
        input: reference('Input'),
        steps: { type: 'array', maxItems: limits.steps, items: reference('Step') },
        output: reference('Output'),
        outputs: {
          type: 'array',
          description: 'In place of output: several outputs, which start from the picture that steps made.',
          minItems: 1,
          maxItems: MOST_OUTPUTS,
          items: reference('Branch'),
        },
      },
    },
    Branch: {
      type: 'object',
      description: 'One of several outputs.',
      additionalProperties: false,
      properties: {
        name: {
          type: 'string',
          pattern: OUTPUT_NAME.source,
          description: 'Unique in any letter case; by default the number of the output, from 1.',
        },
        steps: { type: 'array', maxItems: limits.steps, items: reference('Step') },
        output: reference('Output'),
      },
    },
    Step: { oneOf: steps.map(([name]) => reference(name)) },
    ...Object.fromEntries(steps),
    Input: inputSchema(),
    Output: outputSchema(),
    Problem: problemSchema(),
  };
}

export function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function stepSchema({ name, aliases, summary, params, examples }: Op): JsonSchema {
  const { properties, required } = objectSchema(params);
  return {
    type: 'object',
    description: summary,
    additionalProperties: false,
    required: ['op', ...required],
    properties: { op: { enum: [name, ...aliases] }, ...properties },
    examples: examples.map((example) => ({ op: name, ...example })),
  };
}

function inputSchema(): JsonSchema {
  const { properties } = objectSchema(INPUT);
  return { type: 'object', description: 'How the file is read.', additionalProperties: false, properties };
}

const KEEP: JsonSchema = {
  description:
    'Metadata of the input to keep: its profile, with samples as they are stored; EXIF without position; or all of it.',
  anyOf: [{ enum: [...KEEPS] }, { type: 'array', maxItems: KEEPS.length, items: { enum: [...KEEPS] } }],
};

/** One variant for each format, since each has options of its own. */
function outputSchema(): JsonSchema {
  const quality = {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'Formats without such a setting ignore it.',
  };
  const formats = Object.values(FORMATS).map(({ name, extensions, options }) => ({
    type: 'object',
    additionalProperties: false,
    required: ['format'],
    properties: {
      format: { enum: [...new Set([name, ...extensions])] },
      quality,
      keep: KEEP,
      ...objectSchema(options).properties,
    },
  }));
  const negotiated = {
    type: 'object',
    description: 'Negotiated by the Accept header; without a format, the one of the input.',
    additionalProperties: false,
    properties: { format: { const: 'auto' }, quality, keep: KEEP },
  };
  return { oneOf: [negotiated, ...formats] };
}

function problemSchema(): JsonSchema {
  const codes = Object.entries(PROBLEMS).map(([code, { status }]) => `${code} (${status})`);
  const text = { type: 'string' };
  const fault = {
    type: 'object',
    required: ['pointer', 'reason'],
    properties: { pointer: text, reason: text },
  };
  return {
    type: 'object',
    description: 'RFC 9457',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { ...text, description: 'What went wrong, for every error with this code.' },
      status: { type: 'integer', description: 'The HTTP status.' },
      detail: { ...text, description: 'What went wrong here.' },
      instance: { type: 'string', format: 'uri' },
      code: {
        enum: Object.keys(PROBLEMS),
        description: `The same in all versions. With their statuses: ${codes.join(', ')}.`,
      },
      requestId: { type: 'string', format: 'uuid' },
      pointer: { ...text, description: 'The pointer of the first of the errors.' },
      errors: { type: 'array', maxItems: MOST_FAULTS, items: fault },
      errorCount: {
        type: 'integer',
        description: 'The number of all faults, when `errors` has the first of them.',
      },
      limit: { type: 'number', description: 'The limit that was passed, in its own unit.' },
      actual: { type: 'number', description: 'The value that passed it.' },
      output: { ...text, description: 'The name of the output that failed, among several.' },
    },
  };
}

function objectSchema(schema: z.ZodType): { properties: JsonSchema; required: readonly string[] } {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return { properties: properties as JsonSchema, required };
}
