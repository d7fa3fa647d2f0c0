import { describe, expect, it } from 'vitest';
import { checkBounded } from '../../../src/ops/own/shader-bounds.ts';

const inFunction = (body: string) =>
  `fn pixel(color: vec4f, params: Params) -> vec4f { ${body} return color; }`;
const check = (code: string) => checkBounded('mine', code);

describe('a shader is taken', () => {
  it.each([
    '',
    'for (var i = 0; i < 8; i++) { let a = i; }',
    'for (var i: u32 = 0u; i <= 8u; i += 2u) { for (var j = 0; j < 4; j++) { if (i == u32(j)) { continue; } } }',
    'for (var i = 0; i < 8; i++) {} for (var i = 0; i < 8; i++) { break; }',
    '// while away\n /* loop @ */',
    '/* /* while */ loop */ let b = 2 */* loop */3; /* loop',
    'for (var i = 0; i < 8; i++) { if (color.r > 0 && (i < 4) && i > 2) { continue; } }',
    'for (var i = 0; i < 8; i++) { let a = (2 + i) == 3; let b = max(1, i) <= 3; }',
  ])('%s', (body) => {
    expect(() => check(inFunction(body))).not.toThrow();
  });
});

describe('a shader is refused', () => {
  it.each([
    ['while (true) {}', 'end is in sight'],
    ['loop { break; }', 'end is in sight'],
    ['for (;;) {}', 'numbers at both ends'],
    ['for (var i = 0; i < n; i++) {}', 'numbers at both ends'],
    ['for (var i = 0; i < 8; i--) {}', 'numbers at both ends'],
    ['for (var i = 0; i < 8; i += 0) {}', 'numbers at both ends'],
    ['for (var i = 0; j < 8; i++) {}', 'numbers at both ends'],
    ['for (var i = 0; i < 8; i++) { i = 0; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { i--; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { (i) = 0; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { ((i ) )--; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { let p = &(i); *p = 0; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { let p = &i; *p = 0; }', 'changed inside'],
    ['for (var i = 0; i < 8; i++) { for (var j = 0; j < 2; j++) { i -= 1; } }', 'changed inside'],
    ['for (var i = 0; i < 70000; i++) {}', 'over 65536 rounds'],
    ['for (var i = 0; i < 300; i++) { for (var j = 0; j < 300; j++) {} }', 'over 65536 rounds'],
    // A line comment ends at more than line feeds.
    ['// \u2028 while (true) {}', 'end is in sight'],
    ['// \r loop {}', 'end is in sight'],
    ['/* // */ loop {}', 'end is in sight'],
    // Block comments nest, so the line comment lies inside of one.
    ['/* /* */ // */ loop {}', 'end is in sight'],
    ['/* //* */ */ loop {}', 'end is in sight'],
    ['let b = 2 */* // */3; loop {}', 'end is in sight'],
  ])('%s', (body, reason) => {
    expect(() => check(inFunction(body))).toThrow(reason);
  });

  it.each([
    ['@group(0) @binding(0) var<storage> mine: array<u32>;', 'attributes'],
    ['var<private> state: u32;', 'inside of functions'],
    ['enable f16;', 'stands alone'],
    ['import package::lib::picture::frame;', 'stands alone'],
    ['struct Params { a: f32 }', 'made from the parameters'],
    [' '.repeat(20_000), 'characters'],
  ])('%s', (code, reason) => {
    expect(() => check(code)).toThrow(reason);
  });
});
