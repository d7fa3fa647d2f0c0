/** Sources as the configuration names them: `--source ./photos`, `--source name=s3://bucket/prefix`. */
import type { PictureSource } from './source.ts';
import { directory } from './sources/directory.ts';
import { firstOf } from './sources/first-of.ts';
import { s3 } from './sources/s3.ts';
import { web } from './sources/web.ts';
import { checkSourceNames, type NamedSources } from './sources.ts';

/**
 * Reads the texts of the setting `sources`. A web server with a name is the base of its paths. Without one, it is among the allowed
 * beginnings of addresses that are whole URLs, and of those to which the others may redirect. `allowAddresses` are private addresses that web servers may have. Throws an
 * error, for people, that names the text at fault.
 */
export function readSources(texts: readonly string[], allowAddresses: readonly string[] = []): NamedSources {
  const named = new Map<string, PictureSource>();
  const read = texts.map(readName);
  const urls = read.flatMap(({ name, place }) => (name === '' && isUrl(place) ? [place] : []));
  for (const { name, place } of read) {
    if (place === '') throw new Error('a source is a folder or an address, not an empty text');
    if (name === '' && isUrl(place)) continue;
    const source = readPlace(place, { allowAddresses, urls });
    const earlier = named.get(name);
    if (earlier && name !== '') throw new Error(`two sources are called ${name}`);
    named.set(name, earlier ? firstOf(earlier, source) : source);
  }
  if (urls.length > 0) named.set('*', web({ allow: urls, allowAddresses }));
  const sources = Object.fromEntries(named);
  checkSourceNames(sources);
  return sources;
}

/** The folders among them. */
export function foldersOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => readName(text).place).filter((place) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(place));
}

function readName(text: string): { readonly name: string; readonly place: string } {
  const [, name = '', place = text] = /^([^/\\=:]+)=(.+)$/s.exec(text) ?? [];
  return { name, place };
}

const isUrl = (place: string) => /^https?:\/\//i.test(place);

/** A folder, a bucket, or a web server. */
function readPlace(
  place: string,
  { allowAddresses, urls }: { readonly allowAddresses: readonly string[]; readonly urls: readonly string[] },
): PictureSource {
  if (/^s3:\/\//i.test(place)) return readBucket(place);
  if (isUrl(place)) return web({ base: place, allow: [place, ...urls], allowAddresses });
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(place))
    throw new Error(`${place} is no folder, https:// or s3:// address`);
  return directory(place);
}

/** `s3://bucket/prefix`, with the variables of AWS's own tools. */
function readBucket(place: string, env: NodeJS.ProcessEnv = process.env): PictureSource {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/is.exec(place) ?? [];
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error(`${place} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
  }
  return s3({
    ...{ bucket, accessKeyId, secretAccessKey },
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    sessionToken: env.AWS_SESSION_TOKEN,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION,
    endpoint: env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined,
  });
}
