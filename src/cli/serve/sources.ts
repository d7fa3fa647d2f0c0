/** The option `--source` of `noir serve`. */
import { Option } from 'commander';
import { readSources, sourcesFromEnvironment } from '../../service/read-sources.ts';
import type { NamedSources } from '../../service/sources.ts';
import { UsageError } from '../failure.ts';

/** `--source photos=./photos`, as often as one likes. */
export function sourceOption(): Option {
  const option = new Option(
    '-s, --source <[name=]place>',
    'folder, https:// or s3:// address whose pictures GET /image/{ops}/{source} answers; repeatable',
  );
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}

/** The sources that were given, else those of `NOIR_SOURCE`. Throws `UsageError`. */
export function readPlaces(given: readonly string[] | undefined): NamedSources {
  try {
    return readSources(given ?? sourcesFromEnvironment());
  } catch (error) {
    throw new UsageError(`--source: ${(error as Error).message}`);
  }
}
