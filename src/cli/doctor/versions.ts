/** Reads the installed versions of the libraries that Noir uses. */
import { createRequire } from 'node:module';
import { release, type } from 'node:os';
import { loadSharp } from '../../coders/sharp/load.ts';
import { readPackage } from '../../version.ts';

const require = createRequire(import.meta.url);

/** Versions that help to find out why something does not work. */
export async function readVersions(): Promise<Readonly<Record<string, string>>> {
  const sharp = (await loadSharp())?.versions;
  return {
    noir: readPackage().version,
    node: process.version.slice(1),
    system: `${process.platform} ${process.arch}, ${type()} ${release()}`,
    ...(process.platform === 'linux' && { glibc: readGlibc() }),
    webgpu: readPackageVersion('webgpu'),
    sharp: sharp ? `${sharp.sharp ?? '?'}, libvips ${sharp.vips}` : 'cannot be loaded',
  };
}

function readGlibc(): string {
  // The report looks up the names of open connections otherwise.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime ?? 'none; Dawn needs 2.34 or newer';
}

function readPackageVersion(name: string): string {
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}
