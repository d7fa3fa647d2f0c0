import { once } from 'node:events';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { exitOf, noir, startNoir } from './command.ts';

test('--version prints the package’s', async () => {
  const { code, stdout } = await noir(['--version']);
  expect([code, stdout.toString()]).toEqual([0, `${packageJson.version}\n`]);
});

test.concurrent.each([[[]], [['run']], [['serve']], [['config']], [['ops']], [['doctor']], [['completion']]])(
  'the help of %j ends with a command to copy',
  async (command) => {
    const { code, stdout, stderr } = await noir([...command, '--help']);
    expect(stdout.toString()).toMatch(/\nExamples:\n(.*\n)*.*noir /);
    expect(stdout.toString()).not.toContain('probe-gpu');
    expect([code, stderr]).toEqual([0, '']);
  },
);

test('a mistyped command is an error with a suggestion', async () => {
  const { code, stderr } = await noir(['rum']);
  expect([code, stderr]).toEqual([2, "noir: unknown command 'rum'\n(Did you mean run?)\n"]);
});

test('a reader that leaves early is no error', async () => {
  const child = startNoir(['ops', '--json']);
  child.stdout?.destroy();
  const printed: string[] = [];
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  const [code] = await Promise.all([exitOf(child), once(child, 'close')]);
  expect([code, printed]).toEqual([0, []]);
});
