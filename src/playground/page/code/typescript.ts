/** The recipe as a program: with the library, and as middleware of a Hono app. */
import { activeSteps } from '../draft.ts';
import { prepareFiles } from './shell.ts';
import { type CodeOf, isOwn, ownOps, resultName, writeOps } from './texts.ts';

/** Methods that keep metadata, by the words of the option `keep`. */
const KEEPERS: Readonly<Record<string, string>> = {
  icc: 'keepIccProfile',
  exif: 'keepExif',
  all: 'keepMetadata',
};

export function writeTypeScript(code: CodeOf): string {
  const { format, options } = code.draft.output;
  const { keep, ...others } = options;
  const keeper = KEEPERS[String(keep)];
  const steps = activeSteps(code.draft).map(({ op, params }) => {
    const values = writeValues(params);
    // Only the operations of the package are methods.
    if (isOwn(op, code.catalog)) return `  .step(${[writeText(op), values].filter(Boolean).join(', ')})`;
    return `  .${op}(${values})`;
  });
  return [
    ...prepareFiles(code).map((command) => `// Run first: ${command}`),
    "import { createNoir } from 'noir-image';",
    ...importOps(code),
    '',
    `const noir = await createNoir(${optionsOf(code)});`,
    `await noir(${writeText(code.fileName)})`,
    ...steps,
    ...(format === '' ? [] : [`  .${format}(${writeValues(others)})`]),
    ...(keeper === undefined ? [] : [`  .${keeper}()`]),
    `  .toFile(${writeText(resultName(code))});`,
    'await noir.close();',
  ].join('\n');
}

export function writeHono(code: CodeOf): string {
  return [
    ...prepareFiles({ ...code, sampleFile: undefined }).map((command) => `// Run first: ${command}`),
    "import { Hono } from 'hono';",
    "import { createNoir } from 'noir-image';",
    "import { noir } from 'noir-image/hono';",
    ...importOps(code),
    '',
    `const instance = await createNoir(${optionsOf(code)});`,
    'const app = new Hono();',
    '// Pictures that the handlers below send.',
    `app.use('/photos/*', noir(instance, ${writeText(writeOps(code))}));`,
  ].join('\n');
}

/** The import of the server's own operations, if there are some in the steps. */
function importOps(code: CodeOf): string[] {
  return ownOps(code).length === 0 ? [] : ["import { ops } from './ops.js';"];
}

function optionsOf(code: CodeOf): string {
  return ownOps(code).length === 0 ? '' : '{ ops }';
}

function writeValues(values: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(values);
  if (entries.length === 0) return '';
  return `{ ${entries.map(([name, value]) => `${name}: ${writeValue(value)}`).join(', ')} }`;
}

function writeValue(value: unknown): string {
  if (typeof value === 'string') return writeText(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  return JSON.stringify(value);
}

function writeText(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
