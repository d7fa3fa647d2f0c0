/** The option `--limit`, for every command that reads pictures, and others of its kind. */
import { Option } from 'commander';
import { LIMITS } from '../service/configuration/table/limits.ts';

/** `--limit side=100000`, as often as one likes. */
export function limitOption(): Option {
  return memberOption(LIMITS.flag);
}

/** A flag that sets a member of a group by its name. */
export function memberOption({ name, about }: { readonly name: string; readonly about: string }): Option {
  return new Option(`--${name} <name=value>`, about).argParser(gather);
}

/** Gathers the values of a flag that is repeated. */
export function gather(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
