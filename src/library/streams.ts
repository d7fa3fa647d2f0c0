/** Reads a stream of bytes to its end. */
import { invalidParameters } from '../core/errors.ts';
import { fileError } from '../engine/file-error.ts';

/**
 * The bytes of a stream, of Node or of the web. Throws `invalid-parameter` when the stream gives other values than
 * bytes or another reader holds it. Passes the stream's own error on.
 */
export async function readStream(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  if ('locked' in stream && stream.locked) {
    throw refused('expected a stream that nobody else reads');
  }
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array))
        throw refused(`expected a stream of bytes, received a ${typeof chunk} in it`);
      chunks.push(chunk);
    }
  } catch (error) {
    // A stream of a missing file fails at the first read.
    throw fileError(String((error as NodeJS.ErrnoException).path ?? ''), error);
  }
  return Buffer.concat(chunks);
}

function refused(reason: string) {
  return invalidParameters([{ pointer: '', reason }]);
}
