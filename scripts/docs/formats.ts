import type { Format } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { describeFields } from './tables.ts';

export function writeFormats(notice: string): string {
  return [
    '# Formats',
    '',
    notice,
    '',
    'What `output` takes beside `format`, in JSON: `{"output": {"format": "jpeg", "quality": 75}}`. The names are',
    "sharp's. In a row of ops `q_75` is the quality. Files are written without metadata.",
    '',
    ...Object.values(FORMATS).flatMap(describeFormat),
  ].join('\n');
}

function describeFormat({ name, extensions, types, options }: Format): string[] {
  return [
    `## ${name}`,
    '',
    `Endings: ${extensions.map((ending) => `\`.${ending}\``).join(', ')}. It keeps ${types.join(', ')}.`,
    '',
    ...describeFields(fieldSchemas(options), 'option'),
  ];
}
