import { beforeEach, describe, expect, it } from 'vitest';
import { Breaker } from '../../src/engine/breaker.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('a breaker', () => {
  let now: number;
  let breaker: Breaker;

  beforeEach(() => {
    now = 5000;
    breaker = new Breaker(() => now);
  });

  /** Lets one job in, and fails it. */
  function fail(): void {
    expect(breaker.admits()).toBe(true);
    breaker.failed();
  }

  /** Waits until a job may try, and gives the seconds that it took. */
  function waitForProbe(): number {
    for (let seconds = 0; seconds < 200; seconds++) {
      if (breaker.admits()) return seconds;
      now += SECOND;
    }
    return Infinity;
  }

  it('admits all work while there are fewer than three failures', () => {
    fail();
    fail();
    expect([breaker.open, breaker.admits(), breaker.admits()]).toEqual([false, true, true]);
  });

  it('opens at the third failure within a minute', () => {
    fail();
    now += 30 * SECOND;
    fail();
    now += 30 * SECOND - 1;
    fail();
    expect([breaker.open, breaker.admits()]).toEqual([true, false]);
  });

  it('stays shut when the three failures take longer', () => {
    for (let failures = 0; failures < 10; failures++) {
      fail();
      now += MINUTE / 2;
    }
    expect(breaker.open).toBe(false);
  });

  it('forgets failures after a success', () => {
    fail();
    fail();
    breaker.succeeded();
    fail();
    fail();
    expect(breaker.open).toBe(false);
  });

  it('lets one job try after a second, and no other one until that has reported', () => {
    for (let failures = 0; failures < 3; failures++) fail();
    now += SECOND - 1;
    expect(breaker.admits()).toBe(false);
    now += 1;
    expect([breaker.admits(), breaker.admits(), breaker.admits()]).toEqual([true, false, false]);
    expect(breaker.open).toBe(true);
  });

  it('shuts when the job that tries succeeds', () => {
    for (let failures = 0; failures < 3; failures++) fail();
    now += SECOND;
    breaker.admits();
    breaker.succeeded();
    expect([breaker.open, breaker.admits(), breaker.admits()]).toEqual([false, true, true]);
    fail();
    fail();
    expect(breaker.open).toBe(false);
  });

  it('doubles its pause with each job that tries in vain, up to a minute', () => {
    for (let failures = 0; failures < 3; failures++) fail();
    const pauses: number[] = [];
    for (let tries = 0; tries < 9; tries++) {
      pauses.push(waitForProbe());
      breaker.failed();
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('begins with a second again after a success', () => {
    for (let failures = 0; failures < 5; failures++) {
      waitForProbe();
      breaker.failed();
    }
    waitForProbe();
    breaker.succeeded();
    for (let failures = 0; failures < 3; failures++) fail();
    expect(waitForProbe()).toBe(1);
  });
});
