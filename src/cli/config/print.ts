/** Prints the configuration of the server. */
import { describeFile } from '../../service/configuration/file-schema.ts';
import { readConfiguration } from '../../service/configuration/read.ts';
import { listLines, showConfiguration } from '../../service/configuration/show.ts';

/** Throws `ConfigurationError`. */
export function printConfiguration(flags: Readonly<Record<string, unknown>>, asJson: boolean): void {
  const configuration = readConfiguration({ flags });
  const text = asJson
    ? `${JSON.stringify(listLines(configuration), null, 2)}\n`
    : showConfiguration(configuration);
  process.stdout.write(text);
}

export function printSchema(): void {
  process.stdout.write(`${JSON.stringify(describeFile(), null, 2)}\n`);
}
