/**
 * The runtimes of `npm run test:runtimes`, each with one exact version: a new one of them must not break somebody's change.
 * `docs/runtimes.md` has the same versions.
 */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  /** The npm package of its binary for this machine. */
  readonly package: string;
  /** The binary in the package. */
  readonly binary: string;
  /** Arguments in front of the script. */
  readonly args: readonly string[];
}

const { platform, arch } = process;
const isWindows = platform === 'win32';
const libc = platform === 'linux' ? '-glibc' : '';

const node = (version: string): Runtime => ({
  name: 'Node',
  version,
  package: `node-${isWindows ? 'win' : platform}-${arch}`,
  binary: isWindows ? 'bin/node.exe' : 'bin/node',
  args: [],
});

export const RUNTIMES: readonly Runtime[] = [
  node('22.23.5'),
  node('24.22.3'),
  node('26.12.1'),
  {
    name: 'Deno',
    version: '2.9.6',
    package: `@deno/${platform}-${arch}${libc}`,
    binary: isWindows ? 'deno.exe' : 'deno',
    args: ['run', '-A', '--no-lock', '--node-modules-dir=manual'],
  },
  {
    name: 'Bun',
    version: '1.4.5',
    package: `@oven/bun-${isWindows ? 'windows' : platform}-${arch === 'arm64' ? 'aarch64' : arch}`,
    binary: isWindows ? 'bin/bun.exe' : 'bin/bun',
    args: [],
  },
];
