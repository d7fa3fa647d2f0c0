import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listOps } from '../../src/ops/registry.ts';
import { noir, temporaryFolder } from './command.ts';

/** Whether a shell is on this machine. */
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('noir completion', () => {
  const folder = temporaryFolder();

  test.skipIf(!has('bash'))('completes commands, options and rows of ops in bash', async () => {
    const { stdout } = await noir(['completion', 'bash']);
    /** What bash offers for the last of the words. */
    const offer = (...words: string[]) => {
      const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _noir`;
      const script = `${stdout}\n${ask}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout: said, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return said.trim().split('\n');
    };
    expect(offer('noir', 'ba')).toEqual(['batch']);
    expect(offer('noir', 'serve', '--playg')).toEqual(['--playground']);
    expect(offer('noir', 'run', 'a.jpg', 'resize_800,bl')).toEqual(['resize_800,blur']);
    expect(offer('noir', 'ops', 'negat')).toEqual(['negate']);
    expect(offer('noir', 'completion', 'z')).toEqual(['zsh']);
    expect(offer('noir', 'help', 'probe')).toEqual(['']);
    writeFileSync(join(folder, 'my photo.jpg'), '');
    expect(offer('noir', 'run', join(folder, 'my'))).toEqual([join(folder, 'my photo.jpg')]);
  });

  test('names every command and op for zsh, with its quotes closed', async () => {
    const { stdout } = await noir(['completion', 'zsh']);
    const script = stdout.toString();
    for (const { name } of listOps()) expect(script).toMatch(new RegExp(`[ (]${name}[ )]`));
    for (const command of ['run', 'batch', 'serve']) expect(script).toContain(`\n    '${command}:`);
    if (has('zsh')) expect(spawnSync('zsh', ['-n'], { input: script }).status).toBe(0);
  });

  test.each([
    ['fish', 'noir: noir completion takes bash or zsh, not "fish"\n'],
    ['zhs', 'noir: noir completion takes bash or zsh, not "zhs"; did you mean zsh?\n'],
  ])('refuses the shell %s', async (shell, said) => {
    const { code, stderr } = await noir(['completion', shell]);
    expect([code, stderr]).toEqual([2, said]);
  });
});
