/** Declares the flags of the server's settings. */
import { type Command, Option } from 'commander';
import { flagOf } from '../../service/configuration/names.ts';
import type { Group, Setting } from '../../service/configuration/setting.ts';
import { listEntries, SECTIONS } from '../../service/configuration/table.ts';
import { writeValue } from '../../service/configuration/types.ts';
import { gather, memberOption } from '../limit-option.ts';

/** Adds a flag for each setting that has one, below the headings of the table, and `--config`. */
export function addSettings(command: Command): Command {
  command.option('--config <file>', 'file of settings; noir.config.json of this folder, if it is there');
  for (const [title, settings] of Object.entries(SECTIONS)) {
    const entries = listEntries(settings);
    for (const entry of entries) {
      const flag = flagOf(entry);
      const options = flag === undefined ? [] : optionsOf(flag, entry.setting);
      for (const option of options) command.addOption(option.helpGroup(`${title}:`));
    }
    for (const one of Object.values(settings) as (Group | Setting)[]) {
      if (one.kind === 'group' && one.flag) command.addOption(memberOption(one.flag).helpGroup(`${title}:`));
    }
  }
  return command;
}

/** The flag; of a switch also the one that turns it off, which overrides a variable or the file. */
function optionsOf(flag: string, { about, type, default: usual, usually }: Setting): Option[] {
  const value = usual();
  const shown = usually ?? (value === undefined ? '' : writeValue(type, value));
  const text = shown === '' || value === false ? about : `${about} (default: ${shown})`;
  const option = new Option(flag, text);
  if (type.kind === 'entries') return [option.argParser(gather)];
  // Help lists them. The configuration refuses other words, as it does those of files and variables.
  if (type.kind === 'choice') return [option.choices(type.values).argParser((word) => word)];
  if (type.kind !== 'switch') return [option];
  const off = new Option(flag.replace('--', '--no-'), `do not ${about.split(':', 1)[0]}`);
  return [option.hideHelp(value === true), off.hideHelp(value !== true)];
}
