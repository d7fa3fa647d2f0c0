/** Writes `docs/ops.md`: every operation with its parameters, examples and tolerances. */
import sharp from 'sharp';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { FAMILY_TITLES } from '../../src/recipe/families.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { writeStep } from '../../src/recipe/grammar.ts';
import { comparePeer } from './peers.ts';
import { shownExamples } from './pictures.ts';
import { describeFields, row } from './tables.ts';

/** Examples in a row of a table. */
const COLUMNS = 4;

/** Every family has a title. */
const TITLES: Readonly<Record<Op['family'], string>> = FAMILY_TITLES;

/** Thumbnails in a row of the index. */
const INDEX_COLUMNS = 5;

/** Values that many parameters take. */
const VALUES = [
  '## Values',
  '',
  '### Colours',
  '',
  'A colour is a name of CSS such as `orange`, or hexadecimal digits: `f80`, `ff8800`, or `ff8800cc` with alpha. A `#` may',
  'come before the digits. JSON and programs also take `[255, 136, 0]`, `{ r: 255, g: 136, b: 0, alpha: 0.5 }` and',
  '`rgba(255, 136, 0, 0.5)`; a row of ops takes `255:136:0`. Red, green and blue go from 0 to 255 for every pixel type, alpha from',
  '0 to 1.',
  '',
  '### Positions',
  '',
  'A position is a place in the picture: `centre`, a side (`top`, `right`, `bottom`, `left`, or `north`, `east`, `south`, `west`), a',
  'corner (`northwest` or `left top`, …), or a point: two fractions from 0 to 1, across and down, such as `[0.2, 0.9]`, or',
  '`0.2:0.9` in a row of ops.',
  '',
];

export async function writeOps(notice: string): Promise<string> {
  const families = Object.entries(TITLES).flatMap(([family, title]) => {
    const ops = listOps().filter((op) => op.family === family);
    return ops.length > 0 ? [[title, ops] as const] : [];
  });
  const intro = [
    '# Operations',
    '',
    notice,
    '',
    "Steps run in the order in which you write them. Numbers are in the pixel type's own levels (u8 0 to 255, u16 0 to",
    '65535, f32 nominally 0 to 1) unless the table says otherwise. White is the highest of these levels.',
    '',
    ...families.flatMap(([title, ops]) => [`**${title}**`, '', ...indexOf(ops)]),
    '',
    'Each op has a reference: a slow implementation in 64-bit floats that says what the op means. The last lines of an op',
    'say how far the result of a backend may be from the reference. For u8 and u16 this is in levels. For f32 it is relative to',
    'the expected value, or to 1 if that value is smaller than 1.',
    '',
    'GPUs compute in f32. There an intermediate number above 3.4e38 becomes infinite, while the CPU holds it in 64 bits, and a',
    'number closer to 0 than 1.2e-38 may become 0. In u8 and u16, NaN becomes 0.',
    '',
    'Every example below was run on this photo. A figure such as `44 dB from sharp` is the PSNR between the results of Noir and of',
    `sharp ${sharp.versions.sharp} for the same request, on a larger copy of the photo:`,
    '',
    '![The photo of the examples](ops/photo.webp)',
    '',
    ...VALUES,
  ];
  const described: string[] = [];
  for (const [title, ops] of families) {
    described.push(`## ${title}\n`);
    for (const op of ops) described.push(await describeOp(op));
  }
  return [...intro, ...described].join('\n');
}

/** Thumbnails that lead to the ops. */
function indexOf(ops: readonly Op[]): string[] {
  const lines: string[] = [];
  for (let first = 0; first < ops.length; first += INDEX_COLUMNS) {
    const part = ops.slice(first, first + INDEX_COLUMNS);
    const picture = ({ name, report }: Op) =>
      report ? 'JSON' : `[![${name}](ops/${name}-1.webp)](#${name.toLowerCase()})`;
    const names = part.map(({ name }) => `[${name}](#${name.toLowerCase()})`);
    lines.push(row(part.map(picture)), row(part.map(() => '---')), row(names), '');
  }
  return lines;
}

async function describeOp(op: Op): Promise<string> {
  const fields = fieldSchemas(op.params);
  const { u8, u16, f32 } = op.tolerance;
  const isExact = u8 === 0 && u16 === 0 && f32 === 0;
  const also = op.aliases.map((name) => `\`${name}\``).join(', ');
  return [
    `### ${op.name}`,
    '',
    op.summary + (also ? ` Also: ${also}.` : ''),
    '',
    ...(Object.keys(fields).length > 0
      ? describeFields(op.params, 'parameter')
      : ['It has no parameters.', '']),
    ...(op.unitFloats
      ? [
          'On f32, this op takes 0 as black and 1 as white. [`stretch`](#stretch) brings another range to that first.',
          '',
        ]
      : []),
    ...(op.nonFinite ? [`In f32: ${op.nonFinite}`, ''] : []),
    ...(await describeExamples(op)),
    ...(op.unlikeSharp ? [op.unlikeSharp, ''] : []),
    ...(op.report
      ? ['The answer is JSON, and no step comes after it:', '', ...describeAnswer(op)]
      : [
          isExact
            ? 'Every backend gives exactly the samples of the reference.'
            : u8 === 0 && u16 === 0
              ? `Every backend gives exactly the samples of the reference on u8 and u16, and is within ${f32} on f32.`
              : `Every backend is within ${levels(u8)} of the reference on u8, ${levels(u16)} on u16, and ${f32} on f32.`,
          ...(op.sharp ? ['Where libvips does the same, the sharp backend runs it too.'] : []),
        ]),
    '',
  ].join('\n');
}

function describeAnswer({ answer = {} }: Op): string[] {
  const rows = Object.entries(answer).map(([names, about]) => {
    const [, group, members = ''] = /^(?:(\w+): )?(.*)$/.exec(names) ?? [];
    const spoken = members.split(', ').map((name) => `\`${group ? `${group}[].` : ''}${name}\``);
    return row([spoken.join(', '), about]);
  });
  return [row(['member', 'is']), row(['---', '---']), ...rows];
}

function levels(count: number): string {
  return count === 1 ? '1 level' : `${count} levels`;
}

async function describeExamples(op: Op): Promise<string[]> {
  const examples = shownExamples(op);
  if (op.report)
    return [`Examples: ${examples.map((example) => `\`${writeStep(op, example)}\``).join(', ')}.`, ''];
  const lines: string[] = [];
  for (let first = 0; first < examples.length; first += COLUMNS) {
    const part = examples.slice(first, first + COLUMNS);
    const near = await Promise.all(part.map((example) => comparePeer(op, example)));
    const cells = part.map((_, index) => `![${op.name}](ops/${op.name}-${first + index + 1}.webp)`);
    lines.push(
      row(part.map((example) => `\`${writeStep(op, example)}\``)),
      row(part.map(() => '---')),
      row(cells),
      ...(near.some((value) => value !== undefined) ? [row(near.map((words) => words ?? ''))] : []),
      '',
    );
  }
  return lines;
}
