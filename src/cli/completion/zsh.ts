/** Writes the completion for zsh. */
import type { Completed } from './commands.ts';
import { writeTables } from './tables.ts';

export function writeZsh(commands: readonly Completed[]): string {
  const described = commands.map(({ name, about }) => `    ${describe(name, about)}`);
  const options = commands.map(({ name, options }) => {
    return `    ${name}) options=(${options.map((option) => describe(option.name, option.about)).join(' ')}) ;;`;
  });
  return `#compdef noir
# Completion of noir for zsh: source <(noir completion zsh)
${writeTables(commands)}${FUNCTIONS}
_noir() {
  local -a commands options
  local kind offered
  commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    [[ $PREFIX == -* ]] && compadd -- --help --version || _describe -t commands command commands
    return
  fi
  case \${words[2]} in
${options.join('\n')}
  esac
  if [[ $PREFIX == --*=* ]] && _noir_option "\${words[2]}" "\${PREFIX%%=*}"; then
    compset -P 1 '*='
    _noir_offer
  elif _noir_option "\${words[2]}" "\${words[CURRENT - 1]}"; then
    _noir_offer
  elif [[ $PREFIX == -* ]]; then
    _describe -t options option options
  else
    _noir_count
    _noir_offer
  fi
}
if [[ \${funcstack[1]} == _noir ]]; then _noir; else compdef _noir noir; fi
`;
}

/** `name:about` in quotes, as `_describe` takes it. */
function describe(name: string, about: string): string {
  return `'${name}:${about.replaceAll(':', '\\:').replaceAll("'", "'\\''")}'`;
}

const FUNCTIONS = `_noir_count() {
  # Looks up what stands at the place of the word among the operands.
  local at count=1
  for ((at = 3; at < CURRENT; at++)); do
    if [[ \${words[at]} == -?* ]]; then
      [[ \${words[at]} != *=* ]] && _noir_option "\${words[2]}" "\${words[at]}" && ((at++))
    else
      ((count++))
    fi
  done
  _noir_operand "\${words[2]}" "$count"
}
_noir_offer() {
  local found=1
  case $kind in
    words) _noir_add && found=0 ;;
    list) compset -P '*,'; _noir_add && found=0 ;;
    files) _files && found=0 ;;
    folders) _files -/ && found=0 ;;
    place) compset -P '*='; _files -/ && found=0 ;;
    preset) compset -P 1 '*=' && _noir_row && found=0 ;;
    ops) _noir_row && found=0 ;;
    ops-or-files) _files && found=0; _noir_row && found=0 ;;
  esac
  return found
}
_noir_row() {
  # Completes the last value of the last step of a row of ops. A value or a further step may follow.
  local found=1
  compset -P '*,'
  _noir_step "\${PREFIX%\${PREFIX##*_}}"
  compset -P '*_'
  [[ $kind == files ]] && _files && found=0
  compadd -S '' -- \${=offered} && found=0
  return found
}
_noir_add() {
  # Something follows a word that ends in =.
  local found=1
  local -a given
  given=(\${=offered})
  compadd -S '' -- \${(M)given:#*=} && found=0
  compadd -- \${given:#*=} && found=0
  return found
}`;
