import { expect, test } from 'vitest';
import { sayCrowd } from '../../../src/cli/serve/crowd.ts';

test('the log says once that connections are refused, not for each of them', () => {
  const lines: string[] = [];
  const onCrowd = sayCrowd((line) => lines.push(line));
  for (let nth = 0; nth < 3; nth++) onCrowd(1024);
  expect(lines).toEqual(['1024 connections are open, and further ones are refused; 1 so far']);
});
