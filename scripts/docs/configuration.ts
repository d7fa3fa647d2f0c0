import { OTHER_VARIABLES } from '../../src/service/configuration/environment.ts';
import { declaredFlagOf, keyOf, variableOf } from '../../src/service/configuration/names.ts';
import { type Entry, listEntries, SECTIONS } from '../../src/service/configuration/table.ts';
import { describeType, writeValue } from '../../src/service/configuration/types.ts';

const INTRODUCTION = `\`noir serve\` reads its settings from \`noir.config.json\` in the folder where it is started (or the file that \`--config\` or
\`NOIR_CONFIG\` names), then from the environment, then from its flags. Each overrides the one before.
\`noir config\`, with the same flags, prints the settings that the server would use and where each value comes from, without secrets:

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

If a key or a value is wrong, the server does not start. It prints a line for each mistake, with the nearest right word.
\`noir config --schema\` prints the JSON Schema of the file, for editors.

Sizes have the units B, kB, MB, GB (powers of 1000) and KiB, MiB, GiB (powers of 1024). Times have ms, s, min, h and d, and pixels MP. A
number without a unit is in the unit in brackets. Switches are \`true\` or \`false\`; on the command line, the flag turns a switch on, and
\`--no-\` before its name turns it off. In a variable, put commas between the values of a list, and each source, preset and adapter on a
line of its own. In the file, sources, presets and adapters are an object or a list. An empty variable counts as not set.`;

const OTHERS = `Sources that are buckets take the variables of AWS's own tools: \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\`, \`AWS_SESSION_TOKEN\`,
\`AWS_REGION\`, \`AWS_ENDPOINT_URL\`. The library and every command read \`NOIR_BACKENDS\`, \`NOIR_GPU\`, \`NOIR_JPEG\` and \`NOIR_CODECS\`.
\`noir sign\` and \`noir purge\` read the keys. \`noir serve\` reads all of them.`;

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
