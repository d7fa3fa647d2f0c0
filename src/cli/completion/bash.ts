/** Writes the completion for bash. */
import { type Completed, opWords } from './commands.ts';

export function writeBash(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const options = commands.map(({ name, options }) => {
    return `    ${name}) options='${options.map((option) => option.name).join(' ')}' ;;`;
  });
  const operands = commands.flatMap(({ name, operands }) => {
    if (operands.kind === 'files') return [];
    if (operands.kind === 'ops') return [`    ${name}) _noir_ops "$word" ;;`];
    return [`    ${name}) COMPREPLY=($(compgen -W '${operands.words.join(' ')}' -- "$word")) ;;`];
  });
  return `# Completion of noir for bash: source <(noir completion bash)
_noir_ops() {
  # Completes the op behind the last comma of a row. Files may stand there as well, with spaces in their names.
  local last=\${1##*,} head file
  head=\${1%"$last"}
  COMPREPLY=($(compgen -P "$head" -W '${opWords().join(' ')}' -- "$last"))
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")
  [[ $last == "$1" ]] && compopt -o filenames 2>/dev/null
  return 0
}
_noir() {
  local word=\${COMP_WORDS[COMP_CWORD]} options=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${options.join('\n')}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${operands.join('\n')}
  esac
}
complete -o default -F _noir noir
`;
}
