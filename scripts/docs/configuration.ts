import { OTHER_VARIABLES } from '../../src/service/configuration/environment.ts';
import { declaredFlagOf, keyOf, variableOf } from '../../src/service/configuration/names.ts';
import { type Entry, listEntries, SECTIONS } from '../../src/service/configuration/table.ts';
import { describeType, writeValue } from '../../src/service/configuration/types.ts';

const INTRODUCTION = `\`noir serve\` reads its settings from \`noir.config.json\` in the folder where it is started (or the file that \`--config\` or
\`NOIR_CONFIG\` names), then from the environment, then from its flags. A later one of these overrides an earlier one.
\`noir config\`, with the same flags, prints the settings that hold and where each value comes from, without secrets:

\`\`\`sh
NOIR_CACHE_MEMORY=256MiB noir config --port 3000
\`\`\`

\`\`\`json
{
  "port": 3000,
  "sources": { "photos": "./photos", "shop": "s3://my-bucket/products" },
  "presets": { "thumb": "w_300,h_300,f_auto" },
  "cache": { "memory": "256MiB", "dir": "/var/cache/noir" },
  "limits": { "pixels": "100MP" }
}
\`\`\`

A wrong key or value stops the server. It prints a line for each, with the nearest right one. \`noir config --schema\`
prints the JSON Schema of the file, for editors.

Sizes have the units B, kB, MB, GB (powers of 1000), KiB, MiB, GiB (of 1024); times have ms, s, min, h, d; pixels have MP. A number
without a unit is in the unit in brackets. Switches are \`true\` or \`false\`; on the command line, \`--no-\` before the name
turns one off. In a variable, lists have commas between their values; sources, presets and adapters stand on one line each. In
the file, these are an object or a list. An empty variable counts as not set.`;

const OTHERS = `Buckets take the variables of AWS's own tools: \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\`, \`AWS_SESSION_TOKEN\`,
\`AWS_REGION\`, \`AWS_ENDPOINT_URL\`. \`NOIR_BACKENDS\`, \`NOIR_GPU\`, \`NOIR_JPEG\` and \`NOIR_CODECS\` hold for the library and every
command; the others for \`noir serve\`, and the keys for \`noir sign\` and \`noir purge\`.`;

/** The page of all settings. */
export function writeConfiguration(notice: string): string {
  const sections = Object.entries(SECTIONS).flatMap(([title, settings]) => {
    return ['', `## ${title}`, '', ...table(listEntries(settings))];
  });
  const others = Object.entries(OTHER_VARIABLES).map(([name, about]) => `| \`${name}\` | ${about} |`);
  return [
    ...['# Configuration', '', notice, '', INTRODUCTION, ...sections],
    ...['', '## Other variables', '', '| variable | |', '|---|---|', ...others, '', OTHERS, ''],
  ].join('\n');
}

function table(entries: readonly Entry[]): string[] {
  return ['| key | variable, flag | takes | default | |', '|---|---|---|---|---|', ...entries.map(row)];
}

function row(entry: Entry): string {
  const { type, about, secret } = entry.setting;
  const names = [variableOf(entry), declaredFlagOf(entry)].flatMap((name) =>
    name === undefined ? [] : `\`${name}\``,
  );
  const bare = type.kind === 'quantity' && type.bare !== '' ? ` [${type.bare}]` : '';
  const cells = [
    `\`${keyOf(entry)}\``,
    names.join('<br>'),
    `${describeType(type)}${bare}`,
    usualOf(entry),
    `${about}${secret ? '; secret' : ''}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function usualOf({ setting: { type, usually, default: usual } }: Entry): string {
  if (usually !== undefined) return usually;
  const value = usual();
  const text = value === undefined ? '' : writeValue(type, value);
  return text === '' ? 'none' : `\`${text}\``;
}
