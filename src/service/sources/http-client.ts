/** An HTTP client that connects to addresses which were judged, and to no others. */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { NoirError } from '../../core/errors.ts';
import type { Addresses } from './addresses.ts';

export interface ClientOptions {
  readonly addresses: Addresses;
  /** Milliseconds to connect. */
  readonly connectTimeout: number;
  /** Milliseconds for which a connection is kept without a request; 30,000 by default. */
  readonly idleTimeout?: number;
}

/** Servers may never close what they are done with, and there may be many of them. */
const IDLE = 30_000;

interface Asked {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Failures of one address for which the next one is tried. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);

/** Gets URLs, with connections that are kept. Follows no redirect. */
export class HttpClient {
  readonly #options: ClientOptions;
  readonly #agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };

  constructor(options: ClientOptions) {
    this.#options = options;
    // With `timeout`, the agents end connections that nobody uses. A request may be silent for longer.
    const kept = { keepAlive: true, maxSockets: 64, timeout: options.idleTimeout ?? IDLE };
    this.#agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };
  }

  /** The response to a GET. Throws `source-forbidden` before it connects, and `bad-source` when nobody answers. */
  async get(url: URL, asked: Asked): Promise<IncomingMessage> {
    const addresses = await this.#options.addresses.of(url.hostname);
    let failure: unknown;
    for (const address of addresses) {
      try {
        return await this.#getFrom(address, url, asked);
      } catch (error) {
        failure = error;
        if (!UNREACHABLE.has((error as NodeJS.ErrnoException).code ?? '')) break;
      }
    }
    if (asked.signal.aborted) throw asked.signal.reason;
    if ((failure as NodeJS.ErrnoException).code === 'ETIMEDOUT') {
      throw new NoirError('source-timeout', 'The source does not answer', { cause: failure });
    }
    throw new NoirError('bad-source', 'The source cannot be reached', { cause: failure });
  }

  async #getFrom(address: string, url: URL, asked: Asked): Promise<IncomingMessage> {
    const request = this.#open(address, url, asked);
    try {
      return await answerOf(request);
    } catch (error) {
      // A kept connection may have been closed by its server in the meantime.
      const isStale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (!isStale) throw error;
      return answerOf(this.#open(address, url, asked));
    }
  }

  /** Connects to the address itself, so that no resolver is asked again. The certificate is that of the name. */
  #open(address: string, url: URL, { headers, signal }: Asked): ClientRequest {
    const isTls = url.protocol === 'https:';
    const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const options = {
      host: address,
      port: url.port || (isTls ? 443 : 80),
      path: url.pathname + url.search,
      headers: { ...headers, Host: url.host },
      signal,
      agent: this.#agents[url.protocol as 'http:' | 'https:'],
      // A server name in TLS is never an address (RFC 6066, section 3).
      ...(isTls && { servername: /^[\d.]+$|:/.test(name) ? '' : name }),
    };
    const request = isTls ? httpsRequest(options) : httpRequest(options);
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => {
        socket.destroy(Object.assign(new Error('connecting takes too long'), { code: 'ETIMEDOUT' }));
      }, this.#options.connectTimeout);
      const stop = () => clearTimeout(timer);
      socket.once(isTls ? 'secureConnect' : 'connect', stop);
      socket.once('close', stop);
    });
    request.end();
    return request;
  }
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // 101, for which nobody asked. Without a listener the request would end with the source's patience.
    request.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('the source switches protocols'));
    });
    request.on('error', reject);
  });
}
