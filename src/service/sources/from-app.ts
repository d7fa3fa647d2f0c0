/** The app that Noir is part of, as a source of pictures: it is asked without a socket. */
import type { PictureSource } from '../source.ts';
import { askingHeaders } from './answer.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { loopHeader } from './loops.ts';
import { urlBelow } from './url-below.ts';

/** Options of `fromApp`. */
export interface AppSourceOptions {
  /** Folder of the app below which pictures are, such as `/static/`; the whole app by default. */
  readonly below?: string;
  /** Headers of the client's request that are sent on, such as `Cookie`. Answers are private then. */
  readonly forward?: readonly string[];
}

/** Anything with a `fetch`, such as a Hono app. */
interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/**
 * Pictures that routes of an app answer.
 *
 * @example
 * app.route('/', createApp(noir, { sources: { '': fromApp(app, { below: '/static/' }) } }));
 */
export function fromApp(app: App, { below = '/', forward = [] }: AppSourceOptions = {}): PictureSource {
  const base = new URL(below, 'http://localhost').href;
  return {
    description: `this app, below ${below}`,
    isPrivate: forward.length > 0,
    async get(key, request) {
      const headers = new Headers({ ...askingHeaders(request.known), ...loopHeader(request.headers) });
      // The bytes are not compressed for a client in the same process.
      for (const name of forward) headers.set(name, request.headers?.get(name) ?? '');
      const asked = new Request(urlBelow(base, key), { headers, signal: request.signal });
      return fetchAnswer(async () => app.fetch(asked), request, { isPrivate: forward.length > 0 });
    },
  };
}
