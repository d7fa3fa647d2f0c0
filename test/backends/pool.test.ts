import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pool, sizeClass } from '../../src/backends/pool.ts';
import { random } from '../support/pictures.ts';

/** A pool of array buffers that tells which of them it has destroyed. */
function openPool() {
  const destroyed: ArrayBuffer[] = [];
  const pool = new Pool<ArrayBuffer>({
    create: (bytes) => new ArrayBuffer(bytes),
    destroy: (buffer) => destroyed.push(buffer),
  });
  return { pool, destroyed };
}

describe('a pool', () => {
  it('lends a resource of at least the size asked for', () => {
    const { pool } = openPool();
    for (const bytes of [0, 1, 4096, 4097, 1_000_000, 33_177_600]) {
      const lease = pool.lease(bytes);
      expect(lease.resource.byteLength).toBe(lease.bytes);
      expect(lease.bytes).toBeGreaterThanOrEqual(bytes);
      lease.release();
    }
  });

  it('lends what came back before it makes another one', () => {
    const { pool } = openPool();
    const first = pool.lease(100_000);
    first.release();
    const second = pool.lease(99_000);
    expect(second.resource).toBe(first.resource);
    expect(pool.stats().created).toBe(1);
  });

  it('never lends one resource to two', () => {
    const { pool } = openPool();
    const seed = 1312;
    const next = random(seed);
    const inHand = new Map<ArrayBuffer, () => void>();
    for (let turn = 0; turn < 2000; turn++) {
      const [oldest] = inHand;
      if (oldest && next() < 0.5) {
        oldest[1]();
        inHand.delete(oldest[0]);
      } else {
        const { resource, release } = pool.lease(next() * 20_000);
        if (inHand.has(resource)) expect.fail(`lent twice in turn ${turn}, seed ${seed}`);
        inHand.set(resource, release);
      }
    }
    expect(pool.stats().leased).toBe(inHand.size);
  });

  it('counts what is lent and what waits', () => {
    const { pool } = openPool();
    const [a, b] = [pool.lease(5000), pool.lease(9000)];
    const lent = { leased: 2, leasedBytes: a.bytes + b.bytes };
    expect(pool.stats()).toEqual({ created: 2, ...lent, free: 0, freeBytes: 0 });
    a.release();
    const kept = { free: 1, freeBytes: a.bytes };
    expect(pool.stats()).toEqual({ created: 2, leased: 1, leasedBytes: b.bytes, ...kept });
  });

  it('takes a resource back once, however often it is told to', () => {
    const { pool, destroyed } = openPool();
    const lease = pool.lease(5000);
    lease.release();
    lease.release();
    lease.discard();
    expect(pool.stats()).toMatchObject({ leased: 0, leasedBytes: 0, free: 1 });
    expect(destroyed).toEqual([]);
  });

  it('destroys what is discarded, and never lends it again', () => {
    const { pool, destroyed } = openPool();
    const lease = pool.lease(5000);
    lease.discard();
    lease.release();
    expect(destroyed).toEqual([lease.resource]);
    expect(pool.stats()).toMatchObject({ leased: 0, free: 0 });
    expect(pool.lease(5000).resource).not.toBe(lease.resource);
  });

  it('destroys when it is trimmed what waits, and nothing that is lent', () => {
    const { pool, destroyed } = openPool();
    const [kept, free] = [pool.lease(5000), pool.lease(50_000)];
    free.release();
    pool.trim();
    expect(destroyed).toEqual([free.resource]);
    kept.release();
    expect(pool.lease(5000).resource).toBe(kept.resource);
  });
});

describe('an idle pool', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('destroys what waits when nothing has come back for ten seconds', () => {
    const { pool, destroyed } = openPool();
    pool.lease(5000).release();
    vi.advanceTimersByTime(9_000);
    pool.lease(5000).release();
    vi.advanceTimersByTime(9_999);
    expect(destroyed).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(destroyed).toHaveLength(1);
    expect(pool.stats().free).toBe(0);
  });
});

describe('sizeClass', () => {
  const sizes = Array.from({ length: 4000 }, (_, index) => Math.floor(4096 * 1.004 ** index)).filter(
    (bytes) => bytes < 2 ** 33,
  );

  it('is at least the size, and at most an eighth more', () => {
    for (const bytes of sizes) {
      const actual = sizeClass(bytes);
      if (actual < bytes || actual > bytes * 1.125) expect.fail(`${bytes} bytes become ${actual}`);
    }
  });

  it('grows with the size', () => {
    const classes = sizes.map(sizeClass);
    expect(classes).toEqual([...classes].sort((a, b) => a - b));
  });

  it('is a class of itself, a whole number of words', () => {
    for (const bytes of sizes) {
      const actual = sizeClass(bytes);
      if (sizeClass(actual) !== actual || actual % 256 !== 0) expect.fail(`${bytes} bytes become ${actual}`);
    }
  });

  it('has eight classes for each doubling', () => {
    const megabytes = Array.from({ length: 1024 }, (_, index) => sizeClass(2 ** 20 + 1 + index * 1024));
    expect(new Set(megabytes).size).toBe(8);
  });

  it('has one class for everything small', () => {
    expect([0, 1, 100, 4096].map(sizeClass)).toEqual([4096, 4096, 4096, 4096]);
  });
});

describe('what a pool keeps', () => {
  it('stays within its bound, the longest unused going first', () => {
    const destroyed: ArrayBuffer[] = [];
    const lifecycle = {
      create: (bytes: number) => new ArrayBuffer(bytes),
      destroy: (buffer: ArrayBuffer) => void destroyed.push(buffer),
    };
    const pool = new Pool<ArrayBuffer>(lifecycle, 3 * 65_536);
    const leases = [1, 2, 3, 4].map(() => pool.lease(65_536));
    for (const { release } of leases) release();
    expect(pool.stats().free).toBe(3);
    expect(destroyed).toEqual([leases[0]?.resource]);
  });
});
