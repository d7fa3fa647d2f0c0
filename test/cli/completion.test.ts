import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatNames } from '../../src/formats/registry.ts';
import { noir, temporaryFolder } from './command.ts';

const folder = temporaryFolder();

/** Whether a shell is on this machine. */
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** Command lines, and all that is offered for the last word of each. */
const OFFERS: readonly (readonly [line: string, ...offered: string[]])[] = [
  ['noir ba', 'batch'],
  ['noir serve --playg', '--playground'],
  ['noir ops negat', 'negate'],
  ['noir completion z', 'zsh'],
  ['noir help probe'],
  // Values of options.
  ['noir serve --gpu ', 'auto', 'software', 'off'],
  ['noir serve --gpu=so', '--gpu=software'],
  ['noir batch a.png --isolation n', 'none'],
  ['noir config --log ', 'text', 'json'],
  ['noir serve --backends gpu,s', 'gpu,sharp'],
  ['noir serve --limit si', 'side='],
  ['noir serve --adapter ip', 'ipx'],
  ['noir serve --preset th=resize_800,negat', 'th=resize_800,negate'],
  ['noir batch a.png --format ', ...formatNames, 'auto'],
  ['noir tune --ops blur,negat', 'blur,negate'],
  ['noir serve --port 8'],
  // Folders alone, also behind a name and `=`.
  ['noir serve --source pic', 'pictures'],
  ['noir serve --source a=pic', 'a=pictures'],
  ['noir batch --out pic', 'pictures'],
  // Rows of ops.
  ['noir run a.png resize_800,negat', 'resize_800,negate'],
  ['noir batch --out x a.png negat', 'negate'],
  ['noir run a.png f_we', 'f_webp'],
  ['noir run a.png fit_cov', 'fit_cover'],
  ['noir run a.png pos_right-t', 'pos_right-top'],
  ['noir run a.png keep_e', 'keep_exif'],
  ['noir run a.png failOn_tr', 'failOn_truncated'],
  ['noir run a.png cast_u', 'cast_u8', 'cast_u16'],
  ['noir run a.png resize_800_fit=co', 'resize_800_fit=cover', 'resize_800_fit=contain'],
  ['noir run a.png f_webp_loss', 'f_webp_lossless=true', 'f_webp_lossless=false'],
  ['noir run a.png composite_logo.png_northe', 'composite_logo.png_northeast'],
  ['noir run a.png negate,composite_lo', 'negate,composite_logo.png'],
  ['noir sign w_300 pict'],
];

beforeAll(() => {
  mkdirSync(join(folder, 'pictures'));
  writeFileSync(join(folder, 'pictures.json'), '');
  writeFileSync(join(folder, 'logo.png'), '');
  writeFileSync(join(folder, 'my photo.jpg'), '');
});

/** The lines with what was offered, each once, in the order of the alphabet. */
const expected = OFFERS.map(([line, ...offered]) => [line, ...offered.sort()]);

test.skipIf(!has('bash'))('bash completes commands, options, their values, ops and files', async () => {
  const { stdout } = await noir(['completion', 'bash']);
  const ask = (line: string) => {
    // As bash cuts the words by default.
    const words = line.split(/ +|(=)/).filter((word) => word !== undefined && word !== '');
    if (line.endsWith(' ')) words.push('');
    const given = words.map((word) => `'${word}'`).join(' ');
    return `COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; COMP_LINE='${line}'; _noir; IFS=$'\\t'; echo "\${COMPREPLY[*]}"; unset IFS`;
  };
  const lines = [...OFFERS.map(([line]) => line), 'noir run a.png my', 'noir run a.png watermark_my'];
  // Some people set that in their own shell.
  const script = `set -u; cd '${folder}'\n${stdout}\n${lines.map(ask).join('\n')}`;
  const said = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(said.stderr).toBe('');
  const offers = said.stdout.split('\n').slice(0, -1);
  // Bash replaces only what stands behind the last `=` of a line.
  const cut = expected.map(([line = '', ...offered]) => {
    const behind = line.split(' ').at(-1)?.includes('=') ? /^.*=/ : /^/;
    return [line, ...offered.map((word) => word.replace(behind, ''))];
  });
  const found = offers.map((offer, index) => [lines[index], ...offer.split('\t').filter(Boolean).sort()]);
  expect(found).toEqual([
    ...cut,
    ['noir run a.png my', 'my photo.jpg'],
    ['noir run a.png watermark_my', 'watermark_my\\ photo.jpg'],
  ]);
});

describe('zsh', () => {
  /** An interactive zsh, on a terminal of its own, writes down what its completion finds for lines of a file. */
  const INNER = `autoload -Uz compinit; compinit -u -D; source ./noir.zsh
compadd() {
  [[ " $* " == *" -[OAD] "* ]] && { builtin compadd "$@"; return }
  local -a found; builtin compadd -A found "$@"
  hits+=("$IPREFIX"\${^found}); builtin compadd "$@"
}
zle-line-init() {
  local line; typeset -ga hits
  for line in "\${(@f)$(<lines)}"; do
    hits=(); BUFFER=$line; CURSOR=$#BUFFER; zle complete-word
    hits=("\${(@ou)hits}"); print -r -- "$line"$'\\t'"\${(pj:\\t:)hits}" >> offers
  done
  print END-OF-LINES
}
zle -N zle-line-init
`;
  const OUTER = `zmodload zsh/zpty && zpty shell zsh -f -i && zpty -w shell 'source ./inner.zsh'
while zpty -r shell said; do [[ $said == *END-OF-LINES* ]] && exit 0; done; exit 1`;

  test.skipIf(!has('zsh'))('completes the same on a terminal', async () => {
    const { stdout } = await noir(['completion', 'zsh']);
    const put = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
    put('noir.zsh', stdout);
    put('inner.zsh', INNER);
    put('lines', OFFERS.map(([line]) => line).join('\n'));
    const { status, stderr } = spawnSync('zsh', ['-f', '-c', OUTER], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const offers = readFileSync(join(folder, 'offers'), 'utf8').trimEnd().split('\n');
    expect(offers.map((line) => line.split('\t').filter(Boolean))).toEqual(expected);
  });

  test.skipIf(has('zsh'))('is not run: this machine has no zsh', async () => {
    const { code, stdout } = await noir(['completion', 'zsh']);
    expect([code, stdout.toString()]).toEqual([0, expect.stringMatching(/^#compdef noir\n/)]);
  });
});

test.each([
  ['fish', 'noir: noir completion takes bash or zsh, not "fish"\n'],
  ['zhs', 'noir: noir completion takes bash or zsh, not "zhs"; did you mean zsh?\n'],
])('completion refuses the shell %s', async (shell, said) => {
  const { code, stderr } = await noir(['completion', shell]);
  expect([code, stderr]).toEqual([2, said]);
});
