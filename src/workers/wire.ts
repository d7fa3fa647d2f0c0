/**
 * Messages between the front process and its workers, over one socket a worker. A message is JSON with its bytes beside
 * it, so that a picture crosses without being turned into text. Large parts go through lanes where there are any.
 *
 * On the wire: the length of the JSON and the number of parts; for each part its length, and the number of its lane from
 * 1 on or 0 for the socket; all as 32-bit numbers in little endian. Then the JSON in UTF-8, and the parts of the socket.
 */
import { connect, Socket } from 'node:net';
import { fromParts, toParts } from '../engine/parts.ts';
import type { Lane } from './lanes.ts';

/** One side of the connection between the front and a worker. */
export interface Line {
  readonly socket: Socket;
  /** Lanes for parts to the other side, and for parts from there. */
  readonly outward: readonly Lane[];
  readonly inward: readonly Lane[];
}

/** The memory for large parts. By default each part gets new memory. */
export interface Landing {
  rent(length: number): Uint8Array;
  giveBack(part: Uint8Array): void;
}

/** Takes messages, with what came by lanes with them. */
type OnMessage = (message: unknown, freight: Freight) => void;

export interface Freight {
  /** Whether a part of the message came by a lane, so that its sender can see that it has arrived. */
  readonly byLane: boolean;
  /** Memory for a file that comes in another way. */
  rent(length: number): Uint8Array;
  /** Gives all of the memory back. */
  done(): void;
}

/** Bytes of the JSON at most. A recipe has 64 steps at most; only a broken worker sends more. */
const MOST_JSON = 64 * 2 ** 20;

/** Parts of a message at most. */
const MOST_PARTS = 4096;

/** Bytes of the two numbers that each message begins with, and that each part has. */
const HEAD = 8;

/** Bytes from which on a part goes through a lane. Smaller ones are in the same read as their message. */
const LARGE = 2 ** 16;

const FRESH: Landing = { rent: (length) => Buffer.allocUnsafeSlow(length), giveBack() {} };

/**
 * Writes a message, and calls `sent` when the other side has it or is gone. Otherwise does nothing when the other side
 * is gone: its end is reported elsewhere. Returns a function that tells whether the message has arrived; undefined when
 * no part of it went through a lane.
 */
export function send(
  { socket, outward }: Line,
  message: unknown,
  sent?: () => void,
): (() => boolean) | undefined {
  if (!socket.writable) {
    sent?.();
    return undefined;
  }
  const { json, parts } = toParts(message);
  const text = Buffer.from(json);
  const head = Buffer.alloc(HEAD + HEAD * parts.length);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(parts.length, 4);
  let used: Lane | undefined;
  const inline = parts.filter((part, index) => {
    const lane = part.byteLength < LARGE ? -1 : outward.findIndex((each) => each.put(part));
    head.writeUInt32LE(part.byteLength, HEAD + HEAD * index);
    head.writeUInt32LE(lane + 1, HEAD + HEAD * index + 4);
    if (lane >= 0) used = outward[lane];
    return lane < 0;
  });
  socket.cork();
  const chunks = [head, text, ...inline];
  const last = chunks.pop() as Uint8Array;
  for (const bytes of chunks) socket.write(bytes);
  socket.write(last, sent);
  socket.uncork();
  return (used as Lane | undefined)?.receipt();
}

/**
 * Calls `onMessage` with each message that arrives. Destroys the socket when the other side sends bytes that are no
 * message.
 */
export function receive({ socket, inward }: Line, onMessage: OnMessage): void {
  const take = assemble(readMessages(inward, FRESH, onMessage));
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
 * Opens the line to the front process at a file descriptor. It reads into one buffer, which takes half the time of a new
 * buffer for each read. Throws for bytes that are no message.
 */
export function openFront(
  fd: number,
  lanes: Omit<Line, 'socket'>,
  landing: Landing,
  onMessage: OnMessage,
): Line {
  const take = assemble(readMessages(lanes.inward, landing, onMessage));
  // Bun opens a descriptor in this way alone, and has no buffer to read into.
  if ('Bun' in globalThis) return { ...lanes, socket: connect({ fd } as never).on('data', take) };
  const callback = (length: number, buffer: Uint8Array) => {
    take(buffer.subarray(0, length));
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafeSlow(READ_BUFFER), callback };
  const options = { fd, readable: true, writable: true, onread };
  return { ...lanes, socket: new Socket(options).resume() };
}

/** Feeds a reader with the chunks that are passed to the returned function. */
function assemble(reader: Generator<Uint8Array, never>): (chunk: Uint8Array) => void {
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
function* readMessages(
  lanes: readonly Lane[],
  landing: Landing,
  onMessage: OnMessage,
): Generator<Uint8Array, never> {
  while (true) {
    const head = Buffer.alloc(HEAD);
    yield head;
    const [length, count] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    if (length > MOST_JSON || count > MOST_PARTS) throw new RangeError('a worker sent no message');
    const table = Buffer.alloc(HEAD * count);
    if (count > 0) yield table;
    const json = Buffer.allocUnsafe(length);
    yield json;
    const parts: Uint8Array[] = [];
    const rented: Uint8Array[] = [];
    for (let index = 0; index < count; index++) {
      const bytes = table.readUInt32LE(HEAD * index);
      const lane = table.readUInt32LE(HEAD * index + 4);
      const part = lane === 0 ? Buffer.allocUnsafeSlow(bytes) : landing.rent(bytes);
      if (lane === 0 && bytes > 0) yield part;
      if (lane > 0) {
        takeFrom(lanes[lane - 1], part);
        rented.push(part);
      }
      parts.push(part);
    }
    onMessage(fromParts({ json: json.toString(), parts }), {
      byLane: rented.length > 0,
      rent(length) {
        const part = landing.rent(length);
        rented.push(part);
        return part;
      },
      done() {
        for (const part of rented.splice(0)) landing.giveBack(part);
      },
    });
  }
}

function takeFrom(lane: Lane | undefined, part: Uint8Array): void {
  if (!lane) throw new RangeError('a worker named a lane that does not exist');
  lane.take(part);
}
