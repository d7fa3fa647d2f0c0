/** Web servers as a source of pictures, within a list of allowed addresses. */
import type { IncomingMessage } from 'node:http';
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { PictureSource, SourceRequest } from '../source.ts';
import { HiddenFault } from '../source-failure.ts';
import { Addresses, type Lookup } from './addresses.ts';
import { AllowList } from './allow-list.ts';
import { type AnswerOptions, askingHeaders, readAnswer, userAgent } from './answer.ts';
import { HttpClient } from './http-client.ts';
import { loopHeader } from './loops.ts';
import { urlBelow } from './url-below.ts';

/** Options of `web`. */
export interface WebOptions {
  /** Keys are paths below this URL; without it they are whole URLs. */
  readonly base?: string;
  /** URLs that may be fetched, redirects included, as in `AllowList`. Only `base` by default. */
  readonly allow?: readonly string[];
  /** Ranges of private addresses that may be connected to, such as `10.1.0.0/16`; none by default. */
  readonly allowAddresses?: readonly string[];
  /** Headers of the client's request that are sent on, such as `Authorization`. Answers are private then. */
  readonly forward?: readonly string[];
  /** Headers of every request, such as a key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Redirects that are followed; 3 by default. */
  readonly redirects?: number;
  /** Milliseconds to connect; 3,000 by default. */
  readonly connectTimeout?: number;
  /** Answer to a server that refuses Noir (401, 403): as for a missing picture, by default, or 403. */
  readonly denied?: AnswerOptions['denied'];
  /** Resolves names; the operating system by default. */
  readonly lookup?: Lookup;
}

/** Pictures of web servers. Throws an error for options that are wrong. */
export function web(options: WebOptions): PictureSource {
  const { base, allow = base === undefined ? [] : [base] } = options;
  if (allow.length === 0) throw new Error('a web source needs a list of allowed addresses');
  const { connectTimeout = 3000, allowAddresses, lookup } = options;
  const place: Place = {
    allowed: new AllowList(allow),
    client: new HttpClient({ addresses: new Addresses(allowAddresses, lookup), connectTimeout }),
    options,
  };
  return {
    description: `web servers at ${base ?? allow.join(', ')}`,
    takesUrls: base === undefined,
    isPrivate: (options.forward?.length ?? 0) > 0,
    get: (key, request) => getFile(base === undefined ? key : urlBelow(base, key), request, place),
  };
}

interface Place {
  readonly allowed: AllowList;
  readonly client: HttpClient;
  readonly options: WebOptions;
}

async function getFile(first: string, request: SourceRequest, { allowed, client, options }: Place) {
  const { redirects = 3, headers = {}, forward = [], denied } = options;
  const own = { ...headers, ...forwarded(forward, request.headers) };
  const loop = loopHeader(request.headers);
  let url = allowed.check(first);
  const { origin } = url;
  for (let hop = 0; ; hop++) {
    // Credentials are for the server that they were meant for.
    const sent = { ...userAgent(), ...(url.origin === origin && own) };
    const asked = { ...sent, ...askingHeaders(request.known), ...loop, ...request.trace };
    const response = await client.get(url, { headers: asked, signal: request.signal });
    const next = locationOf(response);
    if (next === undefined) {
      const answer = {
        status: response.statusCode ?? 0,
        headers: headersOf(response),
        body: response,
      };
      try {
        return await readAnswer(answer, request, { denied, isPrivate: forward.length > 0 });
      } finally {
        // A response that was read to its end leaves its connection for the next request.
        if (!response.complete) response.destroy();
      }
    }
    response.destroy();
    if (hop === redirects) throw new NoirError('bad-source', 'The source redirects too often');
    if (!URL.canParse(next, url.href)) throw new NoirError('bad-source', 'The source redirects to no URL');
    url = checkRedirect(new URL(next, url), allowed);
  }
}

function checkRedirect(target: URL, allowed: AllowList): URL {
  try {
    return allowed.check(target.href);
  } catch (error) {
    const cause = new HiddenFault(`it redirects to ${target.origin}, which is not on its list`);
    throw isNoirError(error) ? new NoirError(error.code, error.message, { cause }) : error;
  }
}

function locationOf({ statusCode = 0, headers: { location } }: IncomingMessage): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return undefined;
  // Node gives a character for each byte, and many servers send UTF-8 as it is.
  const text = Buffer.from(location, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? location : text;
}

function forwarded(names: readonly string[], headers: Headers | undefined): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => [[name, headers?.get(name) ?? '']]).filter(([, value]) => value),
  );
}

function headersOf({ headers }: IncomingMessage): Headers {
  const copied = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value ?? []].flat()) copied.append(name, each);
  }
  return copied;
}
