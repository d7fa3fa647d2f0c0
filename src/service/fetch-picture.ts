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
  const late = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([left, late]);
  try {
    // A source that does not heed the signal is left alone.
    const answer = await abandonable(source.get(key, { ...request, signal }), { signal, outlives: () => {} });
    if (answer.kind === 'file' && answer.bytes.length === 0)
      throw new NoirError('truncated-image', 'The file of the source is empty');
    return answer;
  } catch (error) {
    if (left.aborted) throw new NoirError('cancelled', 'The client left', { cause: error });
    if (late.aborted) throw new NoirError('source-timeout', 'The source takes too long', { cause: error });
    throw error;
  }
}
