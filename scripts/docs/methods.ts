/** Writes the methods of pipelines as TypeScript with texts for editors: a file for each op, and one for the formats. */
import { INPUT } from '../../src/formats/input.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { fieldSchemas, requiredOf } from '../../src/recipe/faults.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';
import { writeOverloads } from './overloads.ts';
import { comment, explain, typeOf } from './types.ts';

const NOTICE = 'Written by `npm run docs` from the registries; do not edit.';

/** The files by their names below `src/library/methods`. */
export function writeMethods(): Readonly<Record<string, string>> {
  const ops = listOps();
  const files = ops.map((op) => [`${op.name}.ts`, writeOp(op)] as const);
  return {
    ...Object.fromEntries(files),
    'formats.ts': writeFormats(),
    'input.ts': writeInput(),
    'index.ts': writeIndex(ops),
  };
}

const capital = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

const hasOptions = (op: Op) => Object.keys(op.params.shape).length > 0;

function writeIndex(ops: readonly Op[]): string {
  const named = ops.map(({ name }) => [name, capital(name)] as const);
  return [
    comment([`The methods of pipelines, from ops and formats. ${NOTICE}`]),
    ...named.map(([name, type]) => `import type { ${type}Methods } from './${name}.ts';`),
    '',
    ...ops
      .filter(hasOptions)
      .map(({ name }) => `export type { ${capital(name)}Options } from './${name}.ts';`),
    "export type * from './formats.ts';",
    "export type * from './input.ts';",
    '',
    comment(['Every op as a method, under all of its names.']),
    'export interface OpMethods<Next>',
    `  extends ${named.map(([, type]) => `${type}Methods<Next>`).join(',\n    ')} {}`,
    '',
  ].join('\n');
}

function writeOp(op: Op): string {
  const type = capital(op.name);
  const fields = fieldSchemas(op.params);
  const required = requiredOf(op.params);
  const aliases = op.aliases.flatMap((alias) => [
    comment([`The same as \`${op.name}\`. ${op.summary}`], '  '),
    `  ${/^\w+$/.test(alias) ? alias : `'${alias}'`}: ${type}Methods<Next>['${op.name}'];`,
  ]);
  const options = hasOptions(op)
    ? [comment([`Options of \`${op.name}\`.`]), ...writeInterface(`${type}Options`, fields, required), '']
    : [];
  const methods = writeOverloads(op, { fields, required, type: `${type}Options` });
  const body = [...options, `export interface ${type}Methods<Next> {`, ...methods, ...aliases, '}', ''];
  return [
    comment([
      `\`${op.name}\` as a method of pipelines; \`Next\` is the type of the pipeline after it. ${NOTICE}`,
    ]),
    ...importsFor(body, '..'),
    ...body,
  ].join('\n');
}

function importsFor(lines: readonly string[], folder: string): string[] {
  const code = lines.join('\n');
  const known = [
    ['ColorInput', 'color.ts'],
    ['Input', 'input.ts'],
    ['OverlayOf', 'sharp-calls.ts'],
    ['Reporting', 'report.ts'],
  ];
  const used = known.filter(([name]) =>
    new RegExp(`(?<![\\w'])${name}\\b(?!')`).test(code.replace(/^ *(\/\*\*| \*).*$/gm, '')),
  );
  if (used.length === 0) return [''];
  return [...used.map(([name, file]) => `import type { ${name} } from '${folder}/${file}';`), ''];
}

function writeInterface(
  name: string,
  fields: Readonly<Record<string, FieldSchema>>,
  required: ReadonlySet<string>,
): string[] {
  const lines = Object.entries(fields).flatMap(([field, schema]) => [
    comment([explain(schema)], '  '),
    `  readonly ${field}${required.has(field) ? `: ${typeOf(schema)}` : `?: ${typeOf(schema)} | null | undefined`};`,
  ]);
  return [`export interface ${name} {`, ...lines, '}'];
}

function writeFormats(): string {
  const formats = Object.values(FORMATS);
  const interfaces = formats.flatMap(({ name, options }) => [
    comment([`Options of the ${name.toUpperCase()} encoder.`]),
    ...writeInterface(`${capital(name)}Options`, fieldSchemas(options), requiredOf(options)),
    '',
  ]);
  const methods = formats.flatMap(({ name, types, extensions }) => [
    comment(
      [`Encode as ${name.toUpperCase()} (\`.${extensions[0]}\`), which keeps ${types.join(', ')}.`],
      '  ',
    ),
    `  ${name}(options?: ${capital(name)}Options | null): Next;`,
  ]);
  const body = [
    ...interfaces,
    comment(['Options of each encoder, by the name of its format.']),
    'export interface FormatOptions {',
    ...formats.map(({ name }) => `  readonly ${name}: ${capital(name)}Options;`),
    '}',
    '',
    comment(['Every output format as a method.']),
    'export interface FormatMethods<Next> {',
    ...methods,
    '}',
    '',
  ];
  return [
    comment([`Output formats as methods of pipelines. ${NOTICE}`]),
    ...importsFor(body, '..'),
    ...body,
  ].join('\n');
}

function writeInput(): string {
  return [
    comment([`How a file is read: the second argument of \`noir(input, options)\`. ${NOTICE}`]),
    '',
    comment(['Options of how a file is read.']),
    ...writeInterface('InputOptions', fieldSchemas(INPUT), requiredOf(INPUT)),
    '',
  ].join('\n');
}
