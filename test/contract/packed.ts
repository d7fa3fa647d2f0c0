/** The package as npm packs and installs it, in a folder of a test, and programs that run there. */
import { type StdioOptions, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program to its end. Throws an error with what it printed unless its status is 0. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): string {
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe'];
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio, env: { ...process.env, ...env } });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Packs the package and lays it out in a folder. */
export function installPackage(folder: string): void {
  // The whole suite has just built what is packed, and its other tests run it: it must not be built anew under them.
  const built = process.env.NOIR_TEST_BUILT ? ['--ignore-scripts'] : [];
  run('npm', ['pack', '--silent', ...built, '--pack-destination', folder], ROOT);
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', tarball], folder);
  // As npm would lay it out, with this checkout's dependencies, so that no registry is needed.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  renameSync(join(folder, 'package'), join(folder, 'node_modules', 'noir-image'));
}

/** The first answer of a server that is starting. */
export async function answerOf(url: string): Promise<Response> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return response;
    await setTimeout(50);
  }
  throw new Error(`${url} does not answer`);
}

export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
