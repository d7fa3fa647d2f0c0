import type { Format } from '../../src/formats/format.ts';
import { INPUT } from '../../src/formats/input.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { describeFields } from './tables.ts';

export function writeFormats(notice: string): string {
  return [
    '# Formats',
    '',
    notice,
    '',
    ...describeInput(),
    '## Output',
    '',
    'What `output` takes beside `format`, in JSON: `{"output": {"format": "jpeg", "quality": 75}}`. The names are',
    "sharp's. In a row of ops `f_jpeg` names the format, its options follow by name (`f_jpeg_progressive=true`), and `q_75`",
    'is the quality. Files are written without metadata.',
    '',
    'Formats that keep no f32 take floats from 0 to 1 for black to white and cut off what lies beyond: put',
    '[`stretch`](ops.md#stretch) before them for any other range.',
    '',
    ...Object.values(FORMATS).flatMap(describeFormat),
  ].join('\n');
}

function describeInput(): string[] {
  return [
    '## Input',
    '',
    'How the file is read. In JSON `input` stands beside `steps` and `output`: `{"input": {"failOn": "none"}}`; in a row of',
    'ops its options stand before the first step: `failOn_none,bands_0:1:2,page_2,resize_800`; in the library they follow',
    "the picture: `noir('stack.tif', { page: 2 })`. `failOn` also holds for further pictures. A JPEG that is whole and",
    'lacks only its end marker is read whatever it says. An option that means nothing for the file at hand is refused,',
    'and so is one behind a step.',
    '',
    ...describeFields(fieldSchemas(INPUT), 'option'),
  ];
}

const ALPHA = {
  none: 'no alpha',
  mask: 'alpha of one bit',
  full: 'alpha',
} as const;

function describeFormat({ name, extensions, types, animated, alpha, options }: Format): string[] {
  const keeps = [...types, ALPHA[alpha], ...(animated ? ['several frames'] : [])];
  return [
    `### ${name}`,
    '',
    `Endings: ${extensions.map((ending) => `\`.${ending}\``).join(', ')}. It keeps ${keeps.join(', ')}.`,
    '',
    ...describeFields(fieldSchemas(options), 'option'),
  ];
}
