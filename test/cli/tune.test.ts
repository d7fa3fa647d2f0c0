import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costFile } from '../../src/engine/costs/file.ts';
import { readCosts } from '../../src/engine/costs/open.ts';
import { readPackage } from '../../src/version.ts';
import { noir, temporaryFolder } from './command.ts';

describe('noir tune', () => {
  const folder = temporaryFolder();
  const { version } = readPackage();

  it('measures this machine, and writes a table that holds from the next start on', async () => {
    const env = { NOIR_CACHE: join(folder, 'cache') };
    const { code, stdout, stderr } = await noir(['tune', '--quick', '--json'], { env });
    expect([code, stderr]).toEqual([0, expect.stringContaining('measuring')]);
    const { path, id, changes, file } = JSON.parse(stdout.toString());
    expect(path).toBe(join(folder, 'cache', `costs-${version}.json`));
    expect(costFile.parse(JSON.parse(readFileSync(path, 'utf8')))).toEqual(file);
    expect(changes.length).toBeGreaterThan(0);
    expect((await readCosts({ version, folder: env.NOIR_CACHE })).costs.id).toBe(id);
  });

  it('writes nothing with --dry-run, and says what it found', async () => {
    const env = { NOIR_CACHE: join(folder, 'untouched') };
    const { code, stdout } = await noir(['tune', '--quick', '--dry-run'], { env });
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^table [0-9a-f]{8}, not written/);
    expect(existsSync(env.NOIR_CACHE)).toBe(false);
  });

  it('sees before it measures that it cannot write', async () => {
    const output = join(folder, 'a-file', 'table.json');
    writeFileSync(join(folder, 'a-file'), '');
    const { code, stderr } = await noir(['tune', '--output', output]);
    expect([code, stderr]).toEqual([2, `noir: ${output}: ${join(folder, 'a-file')} is not a folder\n`]);
  });

  it.each([
    [['--output', folder], `${folder} is a folder; say which file in it to write`],
    [['--output', '-'], '--output takes a file; to print the table: noir tune --dry-run --json'],
    [['--output', ''], '--output is empty; is a variable unset?'],
    [['--ops', ''], '--ops is empty; is a variable unset?'],
  ])('does not measure for %j', async (args, said) => {
    const { code, stderr } = await noir(['tune', '--quick', ...args]);
    expect([code, stderr]).toEqual([2, `noir: ${said}\n`]);
  });

  it('measures single ops, and keeps the other rows', async () => {
    const env = { NOIR_CACHE: join(folder, 'single') };
    const { stdout } = await noir(['tune', '--quick', '--ops', 'stretch', '--dry-run', '--json'], { env });
    const { changes, file } = JSON.parse(stdout.toString());
    expect(changes.map(({ kind }: { kind: string }) => kind.split(' ')[0])).toContain('stretch');
    expect(new Set(changes.map(({ kind }: { kind: string }) => kind.split(' ')[0])).size).toBe(1);
    expect(Object.keys(file.coefficients.cpu)).toContain('blur');
    const unknown = await noir(['tune', '--ops', 'strech'], { env });
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('strech')]);
  });

  it('does not measure where the cache folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await noir(['tune', '--quick'], { env: { NOIR_CACHE: file } });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^noir: .*: .*file is not a folder\n$/)]);
  });

  it('refuses a number of rounds that is none', async () => {
    const { code, stderr } = await noir(['tune', '--rounds', '0']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--rounds')]);
  });
});
