/** What the main thread and the thread of the probes tell each other. */
import type { ServeOptions } from '../../../http/serve.ts';

/** An answer that can be sent to another thread. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** From the main thread. `ready` is its answer to `/readyz`, and the sign that it is alive. */
export type Told =
  | { readonly kind: 'ready'; readonly reply: Reply }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'close' };

/** From the thread of the probes. `ask` is a GET that only the main thread can answer. */
export type Asked =
  | { readonly kind: 'listening'; readonly url: string; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'ask'; readonly id: number; readonly path: string };

/** What the thread is started with. */
export interface Given {
  /** Where to listen. */
  readonly options: ServeOptions;
  /** The first answer to `/readyz`. */
  readonly ready: Reply;
  /** Milliseconds without a word of the main thread after which that counts as stuck. */
  readonly patience: number;
}

export async function toReply(response: Response): Promise<Reply> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
}
