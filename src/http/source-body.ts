/** Reads the body of a response that another handler made: its first bytes, and then all of it up to a limit. */
import { NoirError } from '../core/errors.ts';
import { sniffFormat } from '../formats/registry.ts';

/** Bytes that tell whether a body is a picture; every format shows itself in fewer. */
const ENOUGH = 64;

/** A body whose first bytes have been read. */
export interface OpenedBody {
  readonly first: Uint8Array;
  readonly rest: ReadableStreamDefaultReader<Uint8Array>;
  readonly ended: boolean;
}

/**
 * Reads the first bytes. Throws `bad-source` when the body breaks off, and `cancelled` as soon as the signal aborts: a body may
 * never end.
 */
export async function openBody(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<OpenedBody> {
  const rest = body.getReader();
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < ENOUGH) {
    const { value, done } = await readOn(rest, signal);
    if (done) return { first, rest, ended: true };
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  return { first, rest, ended: false };
}

/** Whether the bytes belong to a format that Noir reads, whatever the Content-Type. */
export function isPicture({ first }: OpenedBody): boolean {
  return sniffFormat(first) !== undefined;
}

/** The whole body again, for a response that passes untouched. Nothing is read before somebody asks for it. */
export function streamOn({ first, rest, ended }: OpenedBody): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (first.length > 0) controller.enqueue(first);
      if (ended) controller.close();
    },
    async pull(controller) {
      const { value, done } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}

/**
 * All bytes. Throws `bad-source` when the body breaks off, or as soon as there are more than `limit`, and `cancelled` as soon as
 * the signal aborts. Reads no further then.
 */
export async function readAll(
  { first, rest, ended }: OpenedBody,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks = [first];
  let length = first.length;
  for (let done = ended; !done; ) {
    if (length > limit) {
      await rest.cancel().catch(() => {});
      throw new NoirError('bad-source', `The source sent over ${limit} bytes`, { limit });
    }
    const next = await readOn(rest, signal);
    done = next.done;
    if (next.value) chunks.push(next.value);
    length += next.value?.length ?? 0;
  }
  return chunks.length === 1 ? first : Buffer.concat(chunks);
}

async function readOn(rest: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal) {
  // Ends the read that waits, as the end of the body would.
  const leave = () => void rest.cancel(signal.reason).catch(() => {});
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  const next = await rest
    .read()
    .catch((cause) => {
      throw new NoirError('bad-source', 'The source broke off', { cause });
    })
    .finally(() => signal.removeEventListener('abort', leave));
  if (signal.aborted) throw new NoirError('cancelled', 'The client left', { cause: signal.reason });
  return next;
}
