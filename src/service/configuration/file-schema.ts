/** The JSON Schema of the file, for editors. */
import type { Setting, Settings } from './setting.ts';
import { SETTINGS } from './table.ts';
import { describeType, type Form, writeValue } from './types.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of `noir.config.json`, in draft 2020-12. */
export function describeFile(): JsonSchema {
  const { properties, ...rest } = describeSettings(SETTINGS);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'noir.config.json',
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
  };
}

function describeSettings(settings: Settings): JsonSchema & { readonly properties: JsonSchema } {
  const properties = Object.entries(settings).map(([key, one]) => {
    return [key, one.kind === 'setting' ? describeSetting(one) : describeSettings(one.members)] as const;
  });
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

function describeSetting({ type, about, usually, default: usual }: Setting): JsonSchema {
  const value = usual();
  const shown = usually ?? (value === undefined ? '' : writeValue(type, value));
  const rest = shown === '' ? '' : `; ${shown} unless given`;
  return { description: `${about}: ${describeType(type)}${rest}.`, ...describeForm(type) };
}

const TEXT = { type: 'string', minLength: 1 };

function describeForm(type: Form): JsonSchema {
  switch (type.kind) {
    case 'text':
      return type.pattern ? { ...TEXT, pattern: type.pattern.source } : TEXT;
    case 'switch':
      return { type: 'boolean' };
    case 'choice':
      return { enum: type.values };
    case 'whole':
      return { type: 'integer', minimum: type.least, maximum: type.most };
    case 'quantity':
      return { type: ['string', 'number'], examples: [type.measure.example] };
    case 'list':
      return { type: 'array', minItems: 1, items: describeForm(type.of) };
    case 'entries':
      return {
        anyOf: [
          { type: 'array', items: TEXT },
          { type: 'object', additionalProperties: TEXT },
        ],
      };
  }
}
