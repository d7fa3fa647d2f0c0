import { expect, test } from 'vitest';
import { parseJsonFile } from '../../src/service/json-file.ts';

test.each([
  ['{\n  "port": 8080,\n}', 'line 3, column 1: expected a name in double quotes, found }'],
  ['{\n  "port": 8080\n  "host": "x"\n}', 'line 3, column 3: expected a comma, found "host"'],
  ['[1,\r\n 2,\r\n]', 'line 3, column 1: expected a value, found ]'],
  ['[1 2]', 'line 1, column 4: expected a comma, found 2'],
  ['', 'line 1, column 1: expected a value, found the end of the file'],
  ['{"port": 8080', 'line 1, column 14: expected a comma or }, found the end of the file'],
  ['{"port" 8080}', 'line 1, column 9: expected a colon, found 8080'],
  ['// port\n{}', 'line 1, column 1: found a comment, which JSON does not have'],
  ["{'port': 1}", "line 1, column 2: found 'port', which JSON does not have"],
  ['{"a": yes}', 'line 1, column 7: found yes, which JSON does not have'],
  ['{"a": "b\n"}', 'line 1, column 7: found a text that does not end in its line'],
  ['{"a": [{}, {"b": []}]} {', 'line 1, column 24: expected nothing more, found {'],
  ['[}', 'line 1, column 2: expected a value, found }'],
  ['{]', 'line 1, column 2: expected a name in double quotes, found ]'],
  ['\uFEFF{"a": 01}', 'line 1, column 8: expected a comma, found 1'],
  ['[True]', 'line 1, column 2: found True, which JSON does not have'],
  ['["\\U0041"]', 'line 1, column 2: found a text with a \\ in front of a wrong sign'],
])('the place of a mistake in %j', (text, message) => {
  expect(() => parseJsonFile(text, 'a.json')).toThrow(`a.json is not JSON: ${message}`);
});

test('a mistake has a place in every text that is cut or lacks a character', () => {
  const whole = '{"a": [1, -2.5e3, true, null, "x\\n\\u00e9é"], "b": {"c": {}, "d": []}}\n';
  expect(parseJsonFile(whole, 'a.json')).toEqual(JSON.parse(whole));
  for (let at = 0; at < whole.length; at++) {
    for (const text of [whole.slice(0, at), whole.slice(0, at) + whole.slice(at + 1)]) {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      if (!isJson)
        expect(() => parseJsonFile(text, 'a.json'), text).toThrow(/column \d+: (expected .*, )?found ./s);
    }
  }
});
