/**
 * Messages between the front process and its workers, over one socket a worker. A message is JSON with its bytes beside
 * it, so that a picture crosses without being turned into text.
 *
 * On the wire: the length of the JSON, the number of parts and the length of each part, as 32-bit numbers in little
 * endian; then the JSON in UTF-8; then the parts.
 */
import { Socket } from 'node:net';
import { fromParts, toParts } from '../engine/parts.ts';

/** Bytes of the JSON at most. A recipe has 64 steps at most; only a broken worker sends more. */
const MOST_JSON = 64 * 2 ** 20;

/** Parts of a message at most. */
const MOST_PARTS = 4096;

/** Bytes of the two numbers that each message begins with. */
const HEAD = 8;

/** Writes a message. Does nothing when the other side is gone: its end is reported elsewhere. */
export function send(socket: Socket, message: unknown): void {
  if (!socket.writable) return;
  const { json, parts } = toParts(message);
  const text = Buffer.from(json);
  const head = Buffer.alloc(HEAD + 4 * parts.length);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(parts.length, 4);
  parts.forEach(({ byteLength }, index) => {
    head.writeUInt32LE(byteLength, HEAD + 4 * index);
  });
  socket.cork();
  for (const bytes of [head, text, ...parts]) socket.write(bytes);
  socket.uncork();
}

/**
 * Calls `onMessage` with each message that arrives. Destroys the socket when the other side sends bytes that are no
 * message.
 */
export function receive(socket: Socket, onMessage: (message: unknown) => void): void {
  const take = assemble(onMessage);
  socket.on('data', (chunk: Buffer) => {
    try {
      take(chunk);
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
}

/** Bytes of a worker's read buffer, which is as much as a socket holds. */
const READ_BUFFER = 2 ** 18;

/**
 * Opens the socket to the front process at a file descriptor. It reads into one buffer, which takes half the time of a new
 * buffer for each read. Throws for bytes that are no message.
 */
export function openFront(fd: number, onMessage: (message: unknown) => void): Socket {
  const take = assemble(onMessage);
  const callback = (length: number, buffer: Uint8Array) => {
    take(buffer.subarray(0, length));
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafeSlow(READ_BUFFER), callback };
  const options = { fd, readable: true, writable: true, onread };
  return new Socket(options).resume();
}

/** Puts messages together from the chunks that are passed to the returned function. */
function assemble(onMessage: (message: unknown) => void): (chunk: Uint8Array) => void {
  const reader = readMessages(onMessage);
  let wanted = reader.next().value as Uint8Array;
  let filled = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length || wanted.length === filled; ) {
      const bytes = chunk.subarray(at, at + wanted.length - filled);
      wanted.set(bytes, filled);
      filled += bytes.length;
      at += bytes.length;
      if (filled < wanted.length) return;
      wanted = reader.next().value as Uint8Array;
      filled = 0;
    }
  };
}

/** Yields the room for the bytes that it wants next, and goes on when they are there. */
function* readMessages(onMessage: (message: unknown) => void): Generator<Uint8Array, never> {
  while (true) {
    const head = Buffer.alloc(HEAD);
    yield head;
    const [length, count] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    if (length > MOST_JSON || count > MOST_PARTS) throw new RangeError('a worker sent no message');
    const lengths = Buffer.alloc(4 * count);
    if (count > 0) yield lengths;
    const json = Buffer.allocUnsafe(length);
    yield json;
    const parts: Uint8Array[] = [];
    for (let index = 0; index < count; index++) {
      const part = Buffer.allocUnsafeSlow(lengths.readUInt32LE(4 * index));
      if (part.length > 0) yield part;
      parts.push(part);
    }
    onMessage(fromParts({ json: json.toString(), parts }));
  }
}
