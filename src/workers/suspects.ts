/** Remembers the inputs that ended two workers, so that the same file does not do it again and again. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Source } from '../engine/job.ts';

/** Milliseconds for which such an input is refused. */
const REFUSED = 10 * 60_000;

/** An input that is refused. */
export interface Suspect {
  /** SHA-256 in hexadecimal, for the log. */
  readonly hash: string;
  /** Seconds for which it is refused from now on, rounded up. */
  readonly seconds: number;
}

/** Inputs that are remembered at most; the oldest are forgotten first. */
const MOST = 1000;

export class Suspects {
  /** The time at which each hash is forgotten. */
  readonly #until = new Map<string, number>();

  /** The input, if it is refused at present. Hashes it only when there is any suspect. */
  async find(input: Source): Promise<Suspect | undefined> {
    if (this.#until.size === 0) return undefined;
    const hash = await hashOf(input);
    const until = this.#until.get(hash);
    if (until === undefined) return undefined;
    const left = until - performance.now();
    if (left > 0) return { hash, seconds: Math.ceil(left / 1000) };
    this.#until.delete(hash);
    return undefined;
  }

  /** Refuses an input for ten minutes. */
  async add(input: Source): Promise<Suspect> {
    const hash = await hashOf(input);
    this.#until.delete(hash);
    this.#until.set(hash, performance.now() + REFUSED);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST && oldest !== undefined) this.#until.delete(oldest);
    return { hash, seconds: REFUSED / 1000 };
  }
}

/** SHA-256 in hexadecimal. A file that is gone has the hash of its path. */
async function hashOf(input: Source): Promise<string> {
  const hash = createHash('sha256');
  if (input.kind === 'bytes') hash.update(input.bytes);
  else if (input.kind === 'samples')
    hash.update(new Uint8Array(input.data.buffer, input.data.byteOffset, input.data.byteLength));
  else hash.update(await readFile(input.path).catch(() => input.path));
  return hash.digest('hex');
}
