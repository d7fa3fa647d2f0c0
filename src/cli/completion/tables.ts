/** Writes the functions that bash and zsh have in common: what may stand where, as tables of `case`. */
import type { Completed } from './commands.ts';
import { firstWords, type Place, placesOfSteps } from './step-words.ts';
import type { Values } from './values.ts';

/** Functions that set `kind` and `offered` for an option, an operand and the beginning of a step. */
export function writeTables(commands: readonly Completed[]): string {
  const options = gather(
    commands.flatMap(({ name, options }) =>
      options.flatMap(({ name: long, short, values }) => {
        const flags = short ? [long, short] : [long];
        return values ? flags.map((flag) => ({ key: `'${name} ${flag}'`, text: assign(values) })) : [];
      }),
    ),
  );
  const operands = gather(
    commands.flatMap(({ name, operands, repeats }) =>
      operands.map((values, index) => {
        const isLast = repeats && index === operands.length - 1;
        return { key: isLast ? `'${name} '*` : `'${name} ${index + 1}'`, text: assign(values) };
      }),
    ),
  );
  const [anywhere, atPlace] = [placesOfSteps(), placesOfSteps()].map((places, index) =>
    gather(places.filter(({ place }) => (place === undefined) === (index === 0)).map(stepLine)),
  );
  return `_noir_option() {
  # What stands behind an option of a command. Fails where nothing does.
  kind=any offered=''
  case "$1 $2" in
${options}
    *) return 1 ;;
  esac
}
_noir_operand() {
  # What stands behind a command as its first operand, its second, and so on.
  kind=any offered=''
  case "$1 $2" in
${operands}
  esac
}
_noir_step() {
  # What may follow the beginning of a step, up to its last underscore.
  local places=\${1//[^_]/}
  kind=any offered=''
  case $1 in
    '') offered='${firstWords().join(' ')}' ;;
${anywhere}
  esac
  case "\${#places} $1" in
${atPlace}
  esac
}
`;
}

interface Line {
  readonly key: string;
  readonly text: string;
}

/** A line for each text, with all of its keys. */
function gather(lines: readonly Line[]): string {
  const keys = new Map<string, string[]>();
  for (const { key, text } of lines) keys.set(text, [...(keys.get(text) ?? []), key]);
  return [...keys].map(([text, patterns]) => `    ${patterns.join('|')}) ${text} ;;`).join('\n');
}

function assign(values: Values): string {
  const kind = `kind=${values.kind}`;
  return 'words' in values ? `${kind} offered='${values.words.join(' ')}'` : kind;
}

function stepLine({ head, place, words, isFile }: Place): Line {
  const more = words.length > 0 ? [`offered="${words.join(' ')} $offered"`] : [];
  const text = [...(isFile ? ['kind=files'] : []), ...more].join(' ');
  return { key: place === undefined ? `'${head}'*` : `'${place} ${head}'*`, text };
}
