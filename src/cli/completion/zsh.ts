/** Writes the completion for zsh. */
import { type Completed, opWords } from './commands.ts';

export function writeZsh(commands: readonly Completed[]): string {
  const described = commands.map(({ name, about }) => `    ${describe(name, about)}`);
  const options = commands.map(({ name, options }) => {
    return `    ${name}) options=(${options.map((option) => describe(option.name, option.about)).join(' ')}) ;;`;
  });
  const operands = commands.flatMap(({ name, operands }) => {
    if (operands.kind === 'files') return [];
    if (operands.kind === 'ops') return [`    ${name}) _files; compset -P '*,'; compadd -S '' -- $ops ;;`];
    return [`    ${name}) compadd -- ${operands.words.join(' ')} ;;`];
  });
  return `#compdef noir
# Completion of noir for zsh: source <(noir completion zsh)
_noir() {
  local -a commands options ops
  commands=(
${described.join('\n')}
  )
  ops=(${opWords().join(' ')})
  if ((CURRENT == 2)); then
    _describe -t commands command commands
    return
  fi
  case \${words[2]} in
${options.join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe -t options option options
    return
  fi
  case \${words[2]} in
${operands.join('\n')}
    *) _files ;;
  esac
}
if [[ \${funcstack[1]} == _noir ]]; then _noir; else compdef _noir noir; fi
`;
}

/** `name:about` in quotes, as `_describe` takes it. */
function describe(name: string, about: string): string {
  return `'${name}:${about.replaceAll(':', '\\:').replaceAll("'", "'\\''")}'`;
}
