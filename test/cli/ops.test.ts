import { describe, expect, test } from 'vitest';
import { listOps } from '../../src/ops/registry.ts';
import { parseOps, writeStep } from '../../src/recipe/grammar.ts';
import { noir } from './command.ts';

describe('noir ops', () => {
  test('lists every op with its parameters and an example', async () => {
    const { code, stdout } = await noir(['ops']);
    const paragraphs = stdout.toString().split('\n\n');
    expect(code).toBe(0);
    expect(paragraphs).toHaveLength(listOps().length);
    listOps().forEach((op, index) => {
      const paragraph = paragraphs[index] as string;
      expect(paragraph.split(/[_ \n]/)[0]).toBe(op.name);
      for (const name of Object.keys(op.params.shape)) expect(paragraph).toContain(`\n    ${name} `);
      expect(paragraph).toContain(`e.g. ${writeStep(op, (op.shown ?? op.examples)[0] ?? {})}`);
      // The first line is a step with all its values, which cannot be broken.
      for (const line of paragraph.split('\n').slice(1)) expect(line.length, line).toBeLessThanOrEqual(80);
    });
  });

  test('--json gives every op with its JSON Schema', async () => {
    const { stdout } = await noir(['ops', '--json']);
    const ops = JSON.parse(stdout.toString());
    expect(ops.map(({ name }: { name: string }) => name)).toEqual(listOps().map(({ name }) => name));
    const gamma = ops.find(({ name }: { name: string }) => name === 'gamma');
    expect(gamma.schema.properties.gamma).toMatchObject({ type: 'number', default: 2.2 });
  });

  test('says which parameters are required, and the defaults of others', async () => {
    const { stdout } = await noir(['ops', 'bandbool']);
    expect(stdout.toString()).toContain('operator  one of and, or, eor; required\n');
    const { stdout: gamma } = await noir(['ops', 'gamma']);
    expect(gamma.toString()).toContain('from 0.01 to 100; 2.2 unless given\n');
  });

  test('shows one op by its alias', async () => {
    const { stdout } = await noir(['ops', 'GRAY']);
    expect(stdout.toString()).toMatch(/^greyscale_method \(also grayscale, gray, grey\)\n/);
  });

  test('names the nearest op when there is none of that name', async () => {
    const { code, stderr } = await noir(['ops', 'sharpenn']);
    expect([code, stderr]).toEqual([2, 'noir: there is no op sharpenn; did you mean sharpen?\n']);
  });

  test.concurrent.each([
    ['w', 'w is short for a part of resize: noir ops resize'],
    ['q', 'q_80 sets the quality of the output'],
    ['page', 'page says how the file is read, in front of the ops'],
    ['mirror', 'flop mirrors left and right, flip mirrors top and bottom'],
  ])('says what %s is', async (word, said) => {
    const { code, stderr } = await noir(['ops', word]);
    expect([code, stderr]).toEqual([2, `noir: there is no op ${word}; ${said}\n`]);
  });
});

describe('a step as text', () => {
  test.each(listOps().flatMap((op) => op.examples.map((example) => ({ op, example }))))(
    '$op.name $example is read as it was meant',
    ({ op, example }) => {
      expect(parseOps(writeStep(op, example)).steps).toEqual([{ op: op.name, ...example }]);
    },
  );

  test('names what comes after a gap', () => {
    const linear = listOps().find(({ name }) => name === 'linear');
    expect(linear && writeStep(linear, { b: 5 })).toBe('linear_b=5');
  });
});
