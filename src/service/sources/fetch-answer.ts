/** Asks a `fetch` function for a file: that of the runtime, or that of an app in this process. */
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { PictureSource, SourceRequest } from '../source.ts';
import { type AnswerOptions, readAnswer } from './answer.ts';

/** Sends a request that is there already. */
type Send = (init: { readonly redirect: 'manual'; readonly signal: AbortSignal }) => Promise<Response>;

/** The file that a request gives. Follows no redirect. Throws the codes of sources. */
export async function fetchAnswer(
  send: Send,
  request: SourceRequest,
  options: AnswerOptions = {},
): ReturnType<PictureSource['get']> {
  const response = await send({ redirect: 'manual', signal: request.signal }).catch((cause) => {
    if (request.signal.aborted || isNoirError(cause)) throw cause;
    throw new NoirError('bad-source', 'The source cannot be reached', { cause });
  });
  const { status, headers } = response;
  const body = response.body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() });
  try {
    return await readAnswer(
      { status, headers: undoneHeaders(headers), body: chunksOf(body) },
      request,
      options,
    );
  } finally {
    await body.cancel().catch(() => {});
  }
}

/** A runtime's `fetch` has undone the compression, but still names it, with the compressed length. */
function undoneHeaders(headers: Headers): Headers {
  if (!headers.has('Content-Encoding')) return headers;
  const plain = new Headers(headers);
  plain.delete('Content-Encoding');
  plain.delete('Content-Length');
  return plain;
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Also when the caller stops early, so that the rest is not sent.
    await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}
