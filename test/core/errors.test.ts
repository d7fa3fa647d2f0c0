import { describe, expect, it, vi } from 'vitest';
import {
  type ErrorCode,
  invalidParameters,
  isNoirError,
  NoirError,
  PROBLEMS,
} from '../../src/core/errors.ts';

describe('NoirError', () => {
  it('has the status of its code', () => {
    expect(new NoirError('busy', 'later').status).toBe(503);
    expect(new NoirError('corrupt-image', 'torn').status).toBe(422);
  });

  it.each(Object.keys(PROBLEMS) as ErrorCode[])('%s has an error status and a title', (code) => {
    const { status, title } = PROBLEMS[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
  });

  it('keeps the cause, and has none when there is none', () => {
    const cause = new Error('inner');
    expect(new NoirError('internal-error', 'outer', { cause }).cause).toBe(cause);
    expect('cause' in new NoirError('internal-error', 'outer')).toBe(false);
  });

  it('has an empty list of faults unless it is given one', () => {
    expect(new NoirError('busy', 'later').errors).toEqual([]);
  });
});

describe('isNoirError', () => {
  it('knows the errors of a second copy of the package', async () => {
    vi.resetModules();
    const copy = await import('../../src/core/errors.ts');
    const theirs = new copy.NoirError('busy', 'later');
    expect(theirs).not.toBeInstanceOf(NoirError);
    expect(isNoirError(theirs)).toBe(true);
  });

  it.each([
    ['a plain error', new Error('x')],
    ['a system error, which has a code of its own', Object.assign(new Error('x'), { code: 'ENOENT' })],
    ['an object that only looks like one', { name: 'NoirError', code: 'busy', message: 'x' }],
    ['undefined', undefined],
    ['a string', 'NoirError'],
  ])('does not take %s for one', (_, value) => {
    expect(isNoirError(value)).toBe(false);
  });
});

describe('invalidParameters', () => {
  const faults = [
    { pointer: '/steps/0/a', reason: 'expected a number, received "x"' },
    { pointer: '/steps/1/op', reason: 'expected one of cast, received "y"' },
    { pointer: '/output/quality', reason: 'expected a whole number' },
  ];

  it('speaks of the only fault', () => {
    const error = invalidParameters(faults.slice(0, 1));
    expect(error.message).toBe('/steps/0/a: expected a number, received "x"');
  });

  it('speaks of the first fault, counts the others, and carries all', () => {
    const error = invalidParameters(faults);
    expect(error).toMatchObject({ code: 'invalid-parameter', status: 400, errors: faults });
    expect(error.message).toBe('/steps/0/a: expected a number, received "x" (and 2 more)');
  });
});
