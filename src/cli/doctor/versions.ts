/** Reads the installed versions of the libraries that Noir uses. */
import { createRequire } from 'node:module';
import { release, type } from 'node:os';
import { loadSharp } from '../../coders/sharp/load.ts';
import { readPackage } from '../../version.ts';

const require = createRequire(import.meta.url);

/** In place of the version of a package that is not there. */
export const NOT_INSTALLED = 'not installed';

/** Versions that help to find out why something does not work. */
export async function readVersions(): Promise<Readonly<Record<string, string>>> {
  const sharp = (await loadSharp())?.versions;
  return {
    noir: readPackage().version,
    node: process.version.slice(1),
    system: `${process.platform} ${process.arch}, ${type()} ${release()}`,
    ...(process.platform === 'linux' && { glibc: readGlibc() }),
    webgpu: readPackageVersion('webgpu'),
    sharp: sharp ? `${sharp.sharp ?? '?'}, libvips ${sharp.vips}` : `cannot be loaded: ${whyNoSharp()}`,
  };
}

/** The first line of the error, and what to do. */
function whyNoSharp(): string {
  try {
    require('sharp');
    return 'it failed once';
  } catch (error) {
    return `${(error as Error).message.split('\n', 1)[0]}; npm install --include=optional sharp`;
  }
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
    return NOT_INSTALLED;
  }
}
