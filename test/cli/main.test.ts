import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { addCommands } from '../../src/cli/commands.ts';
import { commandLine, exitOf, noir, startNoir } from './command.ts';

test('--version prints the package’s', async () => {
  const { code, stdout } = await noir(['--version']);
  expect([code, stdout.toString()]).toEqual([0, `${packageJson.version}\n`]);
});

test('--version --json prints it as JSON', async () => {
  const { code, stdout } = await noir(['--version', '--json']);
  expect([code, JSON.parse(stdout.toString())]).toEqual([0, { version: packageJson.version }]);
});

test.concurrent.each(['-v', '-V', 'version'])('%s prints it too', async (word) => {
  const { code, stdout } = await noir([word]);
  expect([code, stdout.toString()]).toEqual([0, `${packageJson.version}\n`]);
});

test('every help ends with a command to copy, and fits 80 columns', async () => {
  const { code, stdout, stderr } = await noir(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(await noir(['help', 'help'])).toEqual({ code, stdout, stderr });
  const helps = [stdout.toString()];
  const program = new Command('noir');
  addCommands(program);
  for (const command of program.commands) {
    let help = '';
    command.configureOutput({ writeOut: (said) => (help += said), getOutHelpWidth: () => 80 });
    command.outputHelp();
    helps.push(help);
  }
  expect(stdout.toString()).not.toContain('probe-gpu');
  for (const help of helps.filter((each) => !each.includes('noir probe-gpu'))) {
    expect(help).toMatch(/\nExamples:\n(.*\n)*.*noir /);
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  }
});

test.concurrent.each([
  [['rum'], "unknown command 'rum'\n(Did you mean run?)\n(noir --help says more.)\n"],
  [['help', 'resize'], 'there is no command resize; noir ops resize describes the op\n'],
  [
    ['run', 'a.png', 'flip', 'flop', 'b.png'],
    "too many arguments for 'run'. Expected 3 arguments but got 4.\n(Put commas between ops: resize_800,sharpen.)\n(noir run --help says more.)\n",
  ],
  [
    ['package.json', 'flip', 'b.png'],
    'there is no command package.json; to process the file: noir run package.json resize_800 out.jpg\n',
  ],
  [['docs'], 'there is no command docs; to process the folder: noir batch docs resize_800 --out out\n'],
  [
    ['w_800,f_webp', 'a.png'],
    'there is no command w_800,f_webp; to run ops on a picture: noir run photo.jpg w_800,f_webp out.jpg\n',
  ],
  [
    ['run', 'a.png', '--resize', '800', 'b.png'],
    "unknown option '--resize'\n(noir run --help says more.)\n(resize is an op, and ops have no dashes: noir ops resize describes it.)\n",
  ],
  [
    ['run', 'a.png', '--forc', 'b.png'],
    "unknown option '--forc'\n(Did you mean --force?)\n(noir run --help says more.)\n",
  ],
  [
    ['run', 'a.png', '-resize', '800', 'b.png'],
    "unknown option '-resize'\n(Ops have no dash, and commas between them: resize_800,sharpen.)\n(noir run --help says more.)\n",
  ],
  [
    ['batch', 'in', 'flip', '--output', 'o'],
    "unknown option '--output'\n(Did you mean --out?)\n(noir batch --help says more.)\n",
  ],
  [['run', 'no\n\u001b[31m.png', 'b.png'], 'there is no file no\\n\\x1b[31m.png\n'],
])('%j is a mistake with a hint', async (args, said) => {
  const { code, stderr } = await noir(args);
  expect([code, stderr]).toEqual([2, `noir: ${said}`]);
});

test('errors are red where colours are asked for', async () => {
  const { stderr } = await noir(['run', 'none.png', 'b.png'], { env: { FORCE_COLOR: '1' } });
  expect(stderr).toBe('\u001b[31mnoir:\u001b[39m there is no file none.png\n');
  const empty = await noir(['run', 'none.png', 'b.png'], { env: { FORCE_COLOR: '' } });
  expect(empty.stderr).toBe('noir: there is no file none.png\n');
  const unknown = await noir(['rum'], { env: { FORCE_COLOR: '1' } });
  expect(unknown.stderr).toContain("\u001b[31mnoir:\u001b[39m unknown command 'rum'\n");
});

test.skipIf(!existsSync('/dev/full'))('a full disk behind stdout is named', async () => {
  const full = openSync('/dev/full', 'w');
  const child = startNoir(['ops'], {}, { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  const [code, said] = await Promise.all([exitOf(child), text(child.stderr as NodeJS.ReadableStream)]);
  expect([code, said]).toEqual([1, 'noir: cannot write to stdout: no space is left on the device\n']);
});

test('a reader that leaves early is no error', async () => {
  const child = startNoir(['ops', '--json']);
  child.stdout?.destroy();
  const printed: string[] = [];
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  const [code] = await Promise.all([exitOf(child), once(child, 'close')]);
  expect([code, printed]).toEqual([0, []]);
});

// tsx needs a current folder.
const needsBuilt = process.platform === 'win32' || !process.env.NOIR_TEST_BUILT;

test.skipIf(needsBuilt)('a current folder that is gone is named', async () => {
  const gone = mkdtempSync(join(tmpdir(), 'noir-gone-'));
  const [node = '', ...words] = commandLine();
  const script = `cd '${gone}' && rmdir '${gone}' && exec "$0" "$@"`;
  const child = spawn('sh', ['-c', script, node, ...words, 'config'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [code, said] = await Promise.all([exitOf(child), text(child.stderr as NodeJS.ReadableStream)]);
  expect([code, said]).toEqual([
    1,
    expect.stringContaining('noir: the current folder is not there any more; go to another one\n'),
  ]);
});
