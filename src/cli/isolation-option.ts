/** The option `--isolation`, which several commands have. */
import { Option } from 'commander';

export function isolationOption(): Option {
  return new Option('--isolation <kind>', 'work in worker processes, or in this process alone')
    .choices(['process', 'none'])
    .default('process');
}
