/** The option `--isolation`, which several commands have. */
import { Option } from 'commander';
import { oneOf } from './choice.ts';

const KINDS = ['process', 'none'] as const;

export function isolationOption(): Option {
  return new Option('--isolation <kind>', 'work in worker processes, or in this process alone')
    .choices(KINDS)
    .argParser(oneOf('--isolation', KINDS))
    .default('process');
}
