/** The recipe for a shell: an address, curl, and the command line. */
import { FURTHER_SAMPLES, readSizedName, sizedOps } from '../samples.ts';
import { type CodeOf, furtherNames, opsInPath, opsInQuery, quote, resultName, writeOps } from './texts.ts';

/** An address that gives the picture, for a sample. For other pictures, the one to send them to. */
export function writeUrl(code: CodeOf): string {
  const ops = writeOps(code);
  const { origin, sampleFile } = code;
  return isAddress(code)
    ? `${origin}/image/${opsInPath(ops)}/samples/${sampleFile}`
    : `${origin}/process?ops=${opsInQuery(ops)}`;
}

/** Whether the address itself gives the picture, as it can for a sample alone. */
export function isAddress(code: CodeOf): boolean {
  return code.catalog.hasAddresses && code.sampleFile !== undefined && furtherNames(code).length === 0;
}

export function writeCurl(code: CodeOf): string {
  const further = furtherNames(code);
  const end = `${postTo(code, writeOps(code))} -o ${quote(asPath(resultName(code)))}`;
  const file = (name: string) => quote(`${name}=@${quoteForCurl(asPath(code.onDisk(name)))}`);
  const send =
    further.length === 0
      ? `curl --fail --data-binary ${quote(`@${asPath(code.fileName)}`)} ${end}`
      : `curl --fail -F ${quote(`image=@${quoteForCurl(asPath(code.fileName))}`)} ${further.map((name) => `-F ${file(name)}`).join(' ')} ${end}`;
  return [...fetchSamples(code, further), send].join('\n');
}

/** The end of a command of curl that sends a picture with ops to the server. The key stays out of texts that are copied. */
function postTo({ origin, catalog }: CodeOf, ops: string): string {
  const key = catalog.needsKey ? '-H "Authorization: Bearer $KEY" ' : '';
  return `${key}${quote(`${origin}/process?ops=${opsInQuery(ops)}`)}`;
}

export function writeCommand(code: CodeOf): string {
  const [from, to] = [code.fileName, resultName(code)].map((name) => quote(asPath(name)));
  const run = `noir run ${from} ${quote(writeOps(code))} ${to}`;
  return [...prepareFiles(code), run].join('\n');
}

/** Commands that put the files which the steps name where they are looked for. */
export function prepareFiles(code: CodeOf): string[] {
  const further = furtherNames(code);
  const copies = further
    .filter((name) => code.onDisk(name) !== name)
    .map((name) => `cp ${quote(asPath(code.onDisk(name)))} ${quote(name)}`);
  return [...fetchSamples(code, further), ...copies];
}

/** Commands that download the samples, so that those below work as they are. */
function fetchSamples(code: CodeOf, further: readonly string[]): string[] {
  const { origin, sampleFile } = code;
  const sized = further.flatMap((name) => {
    const sample = readSizedName(name);
    return sample ? [{ name, sample }] : [];
  });
  const files = [sampleFile, ...further.filter((name) => FURTHER_SAMPLES.includes(name))]
    .filter((name) => name !== undefined)
    .concat(sized.map(({ sample }) => sample.file));
  const addresses = [...new Set(files)].map((name) => `-O ${origin}/assets/samples/${name}`);
  const made = sized.map(
    ({ name, sample }) =>
      `curl --fail --data-binary @${sample.file} ${postTo(code, sizedOps(sample))} -o ${name}`,
  );
  return addresses.length === 0 ? [] : [`curl --fail ${addresses.join(' ')}`, ...made];
}

/** A path that no command takes for an option or for standard input. */
function asPath(name: string): string {
  return name.startsWith('-') ? `./${name}` : name;
}

/** The name of a file in curl's `-F`, where commas and semicolons end it, and blanks around it vanish, unless it is in quotes. */
function quoteForCurl(name: string): string {
  return /[,;"\\]|^\s|\s$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
}
