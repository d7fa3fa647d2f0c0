/** The option `--limit`, for every command that reads pictures. */
import { Option } from 'commander';

/** `--limit side=100000`, as often as one likes. */
export function limitOption(): Option {
  const option = new Option(
    '--limit <name=number>',
    'change a limit, such as pixels, side, imageBytes, totalBytes, frames, scans, segments or steps; repeatable',
  );
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}
