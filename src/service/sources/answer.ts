/** Turns the HTTP response of a source into a file, or into the error that Noir's client gets. */
import { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { type ErrorCode, isNoirError, NoirError } from '../../core/errors.ts';
import { sniffFormat } from '../../formats/registry.ts';
import { readPackage } from '../../version.ts';
import { readFreshness } from '../freshness.ts';
import type { PictureSource, SourceRequest } from '../source.ts';
import { HiddenFault } from '../source-failure.ts';

/** A response, of whatever client. */
export interface SourceResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface AnswerOptions {
  /** Answer to a source that refuses Noir (401, 403): as for a missing file, by default, or `source-forbidden`. */
  readonly denied?: 'not-found' | 'source-forbidden' | undefined;
  /** Whether the answer may depend on who asks. */
  readonly isPrivate?: boolean;
}

/** The file of a response. Throws the codes of sources. */
export async function readAnswer(
  response: SourceResponse,
  { limit, known, count }: Pick<SourceRequest, 'limit' | 'known' | 'count'>,
  { denied = 'not-found', isPrivate = false }: AnswerOptions = {},
): ReturnType<PictureSource['get']> {
  const { status, headers } = response;
  const told = readFreshness(headers);
  const freshness = isPrivate ? { ...told, scope: told?.scope ?? ('private' as const) } : told;
  const modified = dateOf(headers.get('Last-Modified'));
  const facts = { ...(freshness && { freshness }), ...(modified && { modified }) };
  if (status === 304 && known !== undefined) return { kind: 'unchanged', ...facts };
  if (status !== 200) throw refusal(status, headers, denied);
  const bytes = await readBody(response, limit, count);
  refusePage(bytes, headers);
  const tags = (headers.get('Cache-Tag') ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const validator = headers.get('ETag') ?? headers.get('Last-Modified') ?? undefined;
  return {
    kind: 'file',
    bytes,
    ...(tags.length > 0 && { tags }),
    ...(validator !== undefined && { validator }),
    ...facts,
  };
}

/** The name that web servers and stores hear. Some of them refuse requests without one. */
export function userAgent(): Record<string, string> {
  return { 'User-Agent': `noir-image/${readPackage().version}` };
}

/** Headers that ask for the whole, uncompressed file, unless it is the one that is known. */
export function askingHeaders(known: string | undefined): Record<string, string> {
  return {
    Accept: 'image/*, */*;q=0.1',
    'Accept-Encoding': 'identity',
    ...(known !== undefined && conditionOf(known)),
  };
}

/** Nothing for a tag without its quotation marks, which some servers send: they would not know it again. */
function conditionOf(known: string): Record<string, string> {
  if (/^(W\/)?"/.test(known)) return { 'If-None-Match': known };
  return dateOf(known) ? { 'If-Modified-Since': known } : {};
}

const GONE: Readonly<Record<number, ErrorCode>> = { 404: 'not-found', 410: 'gone' };

function refusal(status: number, headers: Headers, denied: ErrorCode): NoirError {
  if (GONE[status]) return new NoirError(GONE[status], 'The source has no such picture');
  if (status === 401 || status === 403) {
    const fault = `it answered with status ${status}: it refuses Noir, or does not say which files are missing`;
    return new NoirError(denied, 'The source has no such picture', { cause: new HiddenFault(fault) });
  }
  if (status !== 429) return new NoirError('bad-source', `The source answered with status ${status}`);
  const told = headers.get('Retry-After') ?? '';
  const wait = /^\d+$/.test(told) ? Number(told) : Math.ceil((Date.parse(told) - Date.now()) / 1000);
  const retryAfter = wait > 0 ? Math.min(wait, 3600) : 1;
  return new NoirError('source-busy', 'The source asks for fewer requests', { retryAfter });
}

async function readBody(
  { headers, body }: SourceResponse,
  limit: number,
  count: SourceRequest['count'],
): Promise<Uint8Array> {
  const declared = Number(headers.get('Content-Length') ?? Number.NaN);
  if (declared > limit) throw tooLarge(limit);
  const coding = codingOf(headers);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of decoded(body, coding)) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      count?.(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (isNoirError(error) || (error as Error).name === 'AbortError') throw error;
    throw new NoirError('source-truncated', 'The source broke off', { cause: error });
  }
  if (coding === undefined && declared > length) {
    throw new NoirError('source-truncated', `The source sent ${length} of ${declared} bytes`);
  }
  return Buffer.concat(chunks);
}

/** Words that say that nothing was done to the file. Stores keep the last one from uploads in chunks. */
const PLAIN = ['', 'identity', 'aws-chunked'];

/** The codings of a body in lower case. Undefined for one that is not compressed. */
export function codingOf(headers: Headers): string | undefined {
  const codings = (headers.get('Content-Encoding') ?? '').split(',').map((each) => each.trim().toLowerCase());
  return codings.filter((each) => !PLAIN.includes(each)).join(', ') || undefined;
}

/** The bytes without the compression that nobody asked for. The caller counts them. */
function decoded(body: AsyncIterable<Uint8Array>, coding: string | undefined): AsyncIterable<Uint8Array> {
  if (coding === undefined) return body;
  const inflate =
    coding === 'br'
      ? createBrotliDecompress()
      : /^(x-)?gzip$|^deflate$/.test(coding)
        ? createUnzip()
        : undefined;
  if (!inflate) throw new NoirError('bad-source', 'The source sent a body in an unknown encoding');
  const input = Readable.from(body, { objectMode: false });
  input.on('error', (error) => inflate.destroy(error));
  inflate.on('close', () => input.destroy());
  return input.pipe(inflate);
}

/** Elements with which pages and the errors of stores begin, behind an XML declaration and comments. */
const PAGE =
  /^(?:\s|<\?xml[^>]*>|<!--(?:(?!-->)[\s\S])*-->)*<(?:!doctype html|html|head|body|title|meta|script|style|error)\b/i;

/** Types of pages and of the errors of programs. */
const PAGE_TYPE = /^\s*(?:text\/html|application\/(?:xhtml\+xml|json|[\w.-]+\+json))\s*(?:;|$)/i;

/**
 * A page, such as a login form, or an error of a program, in place of a picture is the source's fault and not the client's,
 * whatever its status and type.
 */
function refusePage(bytes: Uint8Array, headers: Headers): void {
  if (sniffFormat(bytes)) return;
  // `trimStart` takes a byte order mark, too.
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('utf8').trimStart();
  if (PAGE.test(start) || PAGE_TYPE.test(headers.get('Content-Type') ?? '')) {
    throw new NoirError('source-not-picture', 'The source sent a page in place of a picture');
  }
}

function tooLarge(limit: number): NoirError {
  return new NoirError('source-limit', `The file of the source has over ${limit} bytes`, { limit });
}

function dateOf(text: string | null): Date | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}
