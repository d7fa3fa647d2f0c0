import { expect, test } from 'vitest';
import { failureOf } from '../../../src/cli/batch/failures.ts';
import { invalidParameters, NoirError } from '../../../src/core/errors.ts';

test.each([
  [new NoirError('truncated-image', 'It ends early'), 'a.jpg: It ends early'],
  [
    invalidParameters([{ pointer: '/steps/0/width', reason: 'expected less' }]),
    'a.jpg: step 1, width: expected less',
  ],
  [new NoirError('worker-lost', 'The processes ended'), 'a.jpg: The processes ended'],
  [
    new NoirError('internal-error', 'An internal error occurred', { cause: new Error('no such kernel') }),
    'a.jpg: An internal error occurred (no such kernel)',
  ],
  [new Error('cannot write o/a.jpg: no space'), 'a.jpg: cannot write o/a.jpg: no space'],
])('a failure names its picture: %s', (error, message) => {
  expect(failureOf(error, 'a.jpg')).toMatchObject({ input: 'a.jpg', message });
});
