import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROBLEMS } from '../src/core/errors.ts';
import type { Op } from '../src/ops/op.ts';
import { listOps } from '../src/ops/registry.ts';
import { describeField, type FieldSchema, fieldSchemas, show } from '../src/plan/faults.ts';
import { writeStep } from '../src/plan/grammar.ts';

const NOTICE = '<!-- Written by `npm run docs` from the registries; do not edit. -->';

function describeOp(op: Op): string {
  const fields = fieldSchemas(op.params);
  const rows = Object.entries(fields).map(([name, field]) => describeParameter(name, field));
  const { u8, u16, f32 } = op.tolerance;
  return [
    `## ${op.name}`,
    '',
    op.summary +
      (op.aliases.length > 0 ? ` Also: ${op.aliases.map((name) => `\`${name}\``).join(', ')}.` : ''),
    '',
    '| parameter | takes | default | |',
    '|---|---|---|---|',
    ...rows,
    '',
    `Examples: ${op.examples.map((example) => `\`${writeStep(op, example)}\``).join(', ')}.`,
    '',
    `GPU, CPU and sharp keep within ${u8} levels of the reference on u8, ${u16} on u16, and ${f32} of it on f32.`,
    op.sharp
      ? 'libvips does the same for some pictures, so the sharp backend can take it.'
      : 'libvips has no such operation.',
    '',
  ].join('\n');
}

function describeParameter(name: string, field: FieldSchema): string {
  const takes = describeField(field) + (field.unit ? ` (${field.unit})` : '');
  const fallback = field.default === undefined ? '' : `\`${show(field.default)}\``;
  return `| \`${name}\` | ${takes} | ${fallback} | ${field.description ?? ''} |`;
}

function writeOps(): string {
  const intro = [
    '# Operations',
    '',
    NOTICE,
    '',
    'In the order of the alphabet; they run in the order in which you write them. Numbers are in the pixel',
    "type's own levels (u8 0 to 255, u16 0 to 65535, f32 nominally 0 to 1) unless they say otherwise.",
    '',
  ];
  return [...intro, ...listOps().map(describeOp)].join('\n');
}

function writeErrors(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  return [
    '# Errors',
    '',
    NOTICE,
    '',
    'The server answers errors as `application/problem+json` (RFC 9457) with one of these codes; the library',
    'throws a `NoirError` that carries it.',
    '',
    '| code | status | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const check = process.argv.includes('--check');
let stale = 0;
for (const [name, text] of Object.entries({ ops: writeOps(), errors: writeErrors() })) {
  const path = fileURLToPath(new URL(`../docs/${name}.md`, import.meta.url));
  const current = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '';
  if (current === text) continue;
  if (!check) writeFileSync(path, text);
  else console.error(`docs/${name}.md is stale: run npm run docs`);
  stale++;
}
process.exitCode = check && stale > 0 ? 1 : 0;
