/** Fetches a file from the source of its address, in bounded time. */
import { NoirError } from '../core/errors.ts';
import { abandonable } from '../core/run.ts';
import type { PictureSource, SourceRequest } from './source.ts';
import { locate, type NamedSources } from './sources.ts';

/** Milliseconds for a source to send a file. */
const SOURCE_TIMEOUT = 8000;

/**
 * Fetches a file. Throws `not-found`, `truncated-image` for a file without bytes, `source-timeout` when the source takes longer than `timeout` milliseconds,
 * `cancelled` when the request is aborted, and the other codes of sources.
 */
export async function fetchPicture(
  sources: NamedSources,
  address: string,
  request: SourceRequest & { readonly timeout?: number },
): ReturnType<PictureSource['get']> {
  const { signal: left, timeout = SOURCE_TIMEOUT } = request;
  const { source, key } = locate(sources, address);
  const limit = limitTime(left, timeout);
  const { signal } = limit;
  try {
    // A source that does not heed the signal is left alone.
    const answer = await abandonable(source.get(key, { ...request, signal }), { signal, outlives: () => {} });
    if (answer.kind === 'file' && answer.bytes.length === 0)
      throw new NoirError('truncated-image', 'The file of the source is empty');
    return answer;
  } catch (error) {
    if (left.aborted) throw new NoirError('cancelled', 'The client left', { cause: error });
    if (signal.aborted) throw new NoirError('source-timeout', 'The source takes too long', { cause: error });
    throw error;
  } finally {
    limit.end();
  }
}

/**
 * A signal that is aborted with another one or after some milliseconds, until its end. `AbortSignal.timeout` would keep its timer, and
 * with it what waited, for all of that time after each file.
 */
function limitTime(left: AbortSignal, milliseconds: number): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const leave = () => controller.abort(left.reason);
  const timer = setTimeout(() => controller.abort(), milliseconds).unref();
  left.addEventListener('abort', leave, { once: true });
  if (left.aborted) leave();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      left.removeEventListener('abort', leave);
    },
  };
}
