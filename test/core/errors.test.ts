import { describe, expect, it, vi } from 'vitest';
import {
  type ErrorCode,
  fromProblem,
  invalidParameters,
  isNoirError,
  NoirError,
  PROBLEMS,
  toProblem,
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

describe('the fault', () => {
  it.each<[ErrorCode, number, string]>([
    ['invalid-parameter', 400, 'client'],
    ['cannot-process', 422, 'client'],
    ['cancelled', 499, 'client'],
    ['internal-error', 500, 'server'],
    ['resource-exhausted', 503, 'server'],
    ['deadline', 504, 'server'],
  ])('of %s (%i) is the %s’s', (code, status, fault) => {
    expect(new NoirError(code, '')).toMatchObject({ status, fault });
  });
});

describe('an error as plain data', () => {
  const errors = [
    { pointer: '/steps/0/a', reason: 'expected a number, received "x"' },
    { pointer: '/steps/1/op', reason: 'expected one of cast, received "y"' },
  ];
  const all = (Object.keys(PROBLEMS) as ErrorCode[]).map((code) => {
    const cause = new Error(`behind ${code}`);
    return new NoirError(code, `é "${code}"`, {
      errors,
      limit: 50e6,
      actual: 0.5,
      output: 'large',
      retryAfter: 7,
      cause,
    });
  });

  it.each(all)('keeps everything of $code', (error) => {
    const { code, message, limit, actual, output, retryAfter, fault, status } = error;
    const problem = toProblem(error);
    expect(problem.cause).toContain(`Error: behind ${code}`);
    expect(problem.cause).toContain('errors.test.ts');
    for (const received of [structuredClone(problem), JSON.parse(JSON.stringify(problem))]) {
      expect(received).toEqual(problem);
      const again = fromProblem(received);
      expect(again).toBeInstanceOf(NoirError);
      expect(again).toMatchObject({
        code,
        message,
        errors,
        limit,
        actual,
        output,
        retryAfter,
        fault,
        status,
      });
      expect(again.cause).toBe(problem.cause);
      expect(toProblem(again)).toEqual(problem);
    }
  });

  it('has no fields for what the error has not', () => {
    const problem = toProblem(new NoirError('busy', 'later'));
    expect(problem).toStrictEqual({ code: 'busy', message: 'later', errors: [], fault: 'server' });
    expect('cause' in fromProblem(problem)).toBe(false);
    expect(fromProblem(problem).limit).toBeUndefined();
  });

  it('leaves out numbers that JSON has not', () => {
    const error = new NoirError('pixel-limit', 'many', {
      limit: Number.POSITIVE_INFINITY,
      actual: Number.NaN,
    });
    expect(Object.keys(toProblem(error))).toEqual(['code', 'message', 'errors', 'fault']);
  });

  it.each<[string, unknown, RegExp]>([
    ['an error', new TypeError('x is not a function'), /^TypeError: x is not a function\n +at /],
    ['a system error', Object.assign(new Error('disk'), { code: 'ENOSPC' }), /^Error: disk/],
    ['what has only a name', Object.assign(new Error('x'), { stack: undefined }), /^Error: x$/],
    ['a code of another version', Object.assign(new NoirError('busy', 'x'), { code: 'odd' }), /NoirError: x/],
    ['a text', 'broken', /^broken$/],
    ['an object', { a: 1 }, /^\{"a":1\}$/],
    ['null', null, /^null$/],
    ['nothing', undefined, /^undefined$/],
    ['a symbol', Symbol('s'), /^Symbol\(s\)$/],
    ['what cannot be written', { n: 1n }, /^\[object Object\]$/],
  ])('is internal-error for %s, with what it was for logs alone', (_, thrown, cause) => {
    const problem = toProblem(thrown);
    expect(problem).toMatchObject({ code: 'internal-error', fault: 'server', errors: [] });
    expect(problem.message).toBe('An internal error occurred');
    expect(problem.cause).toMatch(cause);
    expect(structuredClone(problem)).toEqual(JSON.parse(JSON.stringify(problem)));
  });

  it('follows what caused the cause, and not for ever', () => {
    const inner = new Error('inner', { cause: 'the disk' });
    expect(toProblem(new Error('outer', { cause: inner })).cause).toMatch(
      /^Error: outer[\s\S]*\ncaused by: Error: inner[\s\S]*\ncaused by: the disk$/,
    );
    const loop = new Error('loop');
    loop.cause = loop;
    expect(toProblem(loop).cause?.match(/caused by/g)).toHaveLength(4);
  });

  it('reads a code of another version as internal-error', () => {
    const problem = { ...toProblem(new NoirError('busy', 'later')), code: 'toString' as ErrorCode };
    expect(fromProblem(problem)).toMatchObject({ code: 'internal-error', message: 'later', status: 500 });
  });

  it('knows the errors of a second copy of the package', async () => {
    vi.resetModules();
    const copy = await import('../../src/core/errors.ts');
    expect(toProblem(new copy.NoirError('busy', 'later'))).toMatchObject({ code: 'busy' });
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
    expect(error.message).toBe('step 1, a: expected a number, received "x"');
  });

  it('speaks of the first fault, counts the others, and carries all', () => {
    const error = invalidParameters(faults);
    expect(error).toMatchObject({ code: 'invalid-parameter', status: 400, errors: faults });
    expect(error.message).toBe('step 1, a: expected a number, received "x" (and 2 more faults)');
  });
});
