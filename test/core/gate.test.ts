import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/core/gate.ts';
import { random } from '../support/pictures.ts';

/** Asks for entry, and notes the name once it is granted. */
function visit(gate: Gate, name: string, weight: number, log: string[]): Promise<() => void> {
  const entry = gate.enter(weight);
  entry.then(() => log.push(name));
  return entry;
}

describe('a gate', () => {
  it('lets in what fits and makes the rest wait', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const leaveA = await visit(gate, 'a', 6, log);
    await visit(gate, 'b', 4, log);
    visit(gate, 'c', 1, log);
    await setImmediate();
    expect(log).toEqual(['a', 'b']);
    expect(gate.waiting).toBe(1);
    leaveA();
    await setImmediate();
    expect(log).toEqual(['a', 'b', 'c']);
    expect(gate.waiting).toBe(0);
  });

  it('lets in by order of arrival, even those who would fit sooner', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const leaveA = await visit(gate, 'a', 8, log);
    visit(gate, 'big', 9, log);
    visit(gate, 'small', 1, log);
    await setImmediate();
    expect(log).toEqual(['a']);
    leaveA();
    await setImmediate();
    expect(log).toEqual(['a', 'big', 'small']);
  });

  it('does not let small ones starve a big one', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const inside = await Promise.all(Array.from({ length: 10 }, (_, i) => visit(gate, `${i}`, 1, log)));
    visit(gate, 'big', 10, log);
    for (const leave of inside) {
      leave();
      visit(gate, 'late', 1, log);
      await setImmediate();
    }
    expect(log.slice(10, 12)).toEqual(['big']);
  });

  it('lets in alone what weighs more than its capacity', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const leaveSmall = await visit(gate, 'small', 1, log);
    const vast = visit(gate, 'vast', 1e9, log);
    visit(gate, 'next', 1, log);
    await setImmediate();
    expect(log).toEqual(['small']);
    leaveSmall();
    await setImmediate();
    expect(log).toEqual(['small', 'vast']);
    (await vast)();
    await setImmediate();
    expect(log).toEqual(['small', 'vast', 'next']);
  });

  it('gives room back once, however often it is told to', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const leave = await visit(gate, 'a', 5, log);
    await visit(gate, 'b', 5, log);
    leave();
    leave();
    leave();
    await visit(gate, 'c', 5, log);
    visit(gate, 'd', 5, log);
    await setImmediate();
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('never holds more than its capacity, and lets everybody in at last', async () => {
    const seed = 20_11;
    const next = random(seed);
    const gate = new Gate(100);
    let used = 0;
    let most = 0;
    const jobs = Array.from({ length: 300 }, async () => {
      const weight = Math.ceil(next() * 60);
      const leave = await gate.enter(weight);
      used += weight;
      most = Math.max(most, used);
      for (let turns = Math.floor(next() * 4); turns > 0; turns--) await setImmediate();
      used -= weight;
      leave();
    });
    await Promise.all(jobs);
    expect(most, `seed ${seed}`).toBeLessThanOrEqual(100);
    expect(most, `seed ${seed}`).toBeGreaterThan(60);
    expect(gate.waiting).toBe(0);
  });

  it('lets go of who is told to leave, and lets in whoever then fits', async () => {
    const gate = new Gate(10);
    const log: string[] = [];
    const leaveA = await visit(gate, 'a', 8, log);
    const leaving = new AbortController();
    const big = gate.enter(9, leaving.signal);
    visit(gate, 'small', 2, log);
    leaving.abort(new Error('gone'));
    await expect(big).rejects.toThrow('gone');
    await setImmediate();
    expect(log).toEqual(['a', 'small']);
    await expect(gate.enter(1, leaving.signal)).rejects.toThrow('gone');
    leaveA();
    await gate.enter(8);
  });
});
