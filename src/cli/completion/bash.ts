/** Writes the completion for bash. */
import type { Completed } from './commands.ts';
import { writeTables } from './tables.ts';

export function writeBash(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const options = commands.map(({ name, options }) => {
    return `    ${name}) options='${options.map((option) => option.name).join(' ')}' ;;`;
  });
  return `# Completion of noir for bash: source <(noir completion bash)
${writeTables(commands)}${FUNCTIONS}
_noir() {
  local words=() cut='' word options kind offered
  _noir_words
  word=\${words[\${#words[@]} - 1]}
  COMPREPLY=()
  case \${words[1]} in
${options.join('\n')}
    *) options='' ;;
  esac
  if ((\${#words[@]} == 2)); then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$word"))
  elif [[ $word == --*=* ]] && _noir_option "\${words[1]}" "\${word%%=*}"; then
    _noir_offer "\${word%%=*}=" "\${word#*=}"
  elif _noir_option "\${words[1]}" "\${words[\${#words[@]} - 2]}"; then
    _noir_offer '' "$word"
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    _noir_count
    _noir_offer '' "$word"
  fi
  # Bash replaces only what stands behind the last sign of COMP_WORDBREAKS.
  [[ $cut == '' ]] || COMPREPLY=("\${COMPREPLY[@]#"$cut"}")
}
complete -o default -F _noir noir
`;
}

const FUNCTIONS = `_noir_words() {
  # Words up to the cursor. Bash also cuts them at = and :, unless COMP_WORDBREAKS says otherwise.
  local line=$COMP_LINE word at
  for ((at = 0; at <= COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ $at -gt 0 && -n $line && $line != [[:space:]]* ]]; then
      words[\${#words[@]} - 1]+=$word
      ((at < COMP_CWORD)) || cut=\${words[\${#words[@]} - 1]%"\${words[\${#words[@]} - 1]##*[=:]}"}
    else
      words+=("$word")
      line=\${line#"\${line%%[![:space:]]*}"}
    fi
    line=\${line#"$word"}
  done
}
_noir_count() {
  # Looks up what stands at the place of the word among the operands.
  local at count=1 command=\${words[1]}
  for ((at = 2; at < \${#words[@]} - 1; at++)); do
    if [[ \${words[at]} == -?* ]]; then
      [[ \${words[at]} != *=* ]] && _noir_option "$command" "\${words[at]}" && ((at++))
    else
      ((count++))
    fi
  done
  _noir_operand "$command" "$count"
}
_noir_offer() {
  # Completes the word $2 as its kind says. $1 stands in front of it.
  local head
  case $kind in
    words) _noir_add "$1" "$offered" "$2" ;;
    list)
      head=\${2%"\${2##*,}"}
      _noir_add "$1$head" "$offered" "\${2##*,}"
      ;;
    # Bash itself completes files, with whatever quotes they need.
    files) ;;
    folders) _noir_files -d "$1" "$2" ;;
    place)
      head=\${2%"\${2##*=}"}
      _noir_files -d "$1$head" "\${2##*=}"
      ;;
    preset) [[ $2 != *=* ]] || _noir_row "$1\${2%%=*}=" "\${2#*=}" ;;
    ops) _noir_row "$1" "$2" ;;
    ops-or-files)
      _noir_row "$1" "$2"
      _noir_files -f "$1" "$2"
      ;;
    *) compopt +o default 2>/dev/null ;;
  esac
  return 0
}
_noir_row() {
  # Completes the last value of the last step of a row of ops.
  local step=\${2##*,} head
  head=\${step%"\${step##*_}"}
  _noir_step "$head"
  [[ $kind != files ]] || _noir_files -f "$1\${2%"$step"}$head" "\${step##*_}"
  _noir_add "$1\${2%"$step"}$head" "$offered" "\${step##*_}"
  # A value or a further step may follow.
  compopt -o nospace 2>/dev/null
}
_noir_add() {
  COMPREPLY+=($(compgen -P "$1" -W "$2" -- "$3"))
  [[ \${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
}
_noir_files() {
  # The names may have spaces. Bash looks them up and quotes them if they stand alone, or behind the sign at which it cuts.
  local file
  while IFS= read -r file; do
    if [[ $2 == '' || $2 == *= ]]; then
      compopt -o filenames 2>/dev/null
    elif [[ $2 != [\\"\\']* ]]; then
      printf -v file %q "$file"
    fi
    COMPREPLY+=("$2$file")
  done < <(compgen "$1" -- "$3")
}`;
