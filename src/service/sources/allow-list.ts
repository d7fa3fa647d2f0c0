/** Which URLs a source may fetch. */
import { NoirError } from '../../core/errors.ts';

interface Entry {
  readonly protocol: string;
  /** Without `*.` in front of it, if it had that; empty for every host. */
  readonly hostname: string;
  readonly subdomains: boolean;
  readonly port: string;
  readonly path: string;
}

/**
 * URLs that may be fetched. Entries are `https://example.com`, `https://example.com/pictures/`, and
 * `https://*.example.com` for every name below; `https://*` allows every host by https, and `*` by http too, on their own ports.
 */
export class AllowList {
  readonly #entries: readonly Entry[];
  readonly #any: boolean;

  /** Throws an error for an entry that is no URL, or that has a name and password. */
  constructor(entries: readonly string[]) {
    this.#any = entries.includes('*');
    this.#entries = entries.filter((entry) => entry !== '*').map(readEntry);
  }

  /** The URL, normalised. Throws `source-forbidden` when it is not on the list, or has a name and password. */
  check(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url) throw new NoirError('invalid-request', 'The address of the picture is no URL');
    const { username, password, protocol, port } = url;
    const plain = username === '' && password === '' && !climbs(url.pathname);
    const isWeb = protocol === 'https:' || protocol === 'http:';
    const listed = (this.#any && port === '') || this.#entries.some((entry) => matches(entry, url));
    if (plain && isWeb && listed) return url;
    throw new NoirError('source-forbidden', 'The list of allowed sources does not have this address');
  }
}

function readEntry(text: string): Entry {
  const [, scheme] = /^(https?:)\/\/\*\/?$/i.exec(text) ?? [];
  if (scheme) return { protocol: scheme.toLowerCase(), hostname: '', subdomains: true, port: '', path: '/' };
  const wildcard = /^(https?:\/\/)\*\./i.exec(text);
  const plain = wildcard ? text.replace('*.', '') : text;
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hostname.includes('*')) {
    throw new Error(`an allowed source is written as https://example.com/path/, not ${JSON.stringify(text)}`);
  }
  const { protocol, hostname, port, pathname, username, password } = url;
  if (username !== '' || password !== '') {
    throw new Error(`an allowed source is written without a name and password: ${url.origin}${pathname}`);
  }
  return { protocol, hostname, subdomains: wildcard !== null, port, path: pathname };
}

function matches({ protocol, hostname, subdomains, port, path }: Entry, url: URL): boolean {
  if (url.protocol !== protocol || url.port !== port) return false;
  const isBelow = hostname === '' || url.hostname.endsWith(`.${hostname}`);
  const isHost = subdomains ? isBelow : url.hostname === hostname;
  const folder = path.endsWith('/') ? path : `${path}/`;
  return isHost && (url.pathname === path || url.pathname.startsWith(folder));
}

/** Whether a server that decodes the path, however often, may leave the folder. The parser has resolved all plain `..`. */
function climbs(pathname: string): boolean {
  let path = pathname;
  for (let before = ''; before !== path; ) {
    before = path;
    path = path.replaceAll('%25', '%');
  }
  return /(?:%2f|%5c|\/)(?:\.|%2e){2}(?:%2f|%5c|\/|$)|%00/i.test(path);
}
