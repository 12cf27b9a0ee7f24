import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, type JsonNode } from '../../src/policy/json-node.ts';
import { readJson } from '../../src/policy/json-reader.ts';
import { anyText } from '../support/any-text.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

/** Without those that are no JSON in UTF-8, or too deep to be read. */
const documents = plantedFixtures('rules')
  .filter(({ group, file }) => !/^input-|-encoding$/.test(group) && file.endsWith('.json'))
  .map(({ text }) => text);
const scraps = [
  ...'"\'{}[]:,“”「：，*=;$#`\\/\t\n\u00a0\u0000',
  '//',
  '/*',
  '${',
  '```',
  '"a',
  'true',
  '1.',
  '-',
];

/** A document of ours with a few random edits: most texts that come out are almost JSON. */
const damaged = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', ...scraps)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, gone, added]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + added + now.slice(place + gone);
    }, text),
  );
const anything = fc.oneof(
  damaged,
  anyText,
  fc.array(fc.constantFrom(...scraps)).map((s) => s.join('')),
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('syntaxErrors', () => {
  test('are found exactly where JSON.parse refuses', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(readJson(text).syntaxErrors.length === 0).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('each have a name: no text is only "not JSON"', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const { syntaxError } of readJson(text).syntaxErrors)
          expect(syntaxError.message).not.toBe('the text is not JSON');
      }),
      { numRuns: 3000 },
    );
  });

  test('stand inside the text, sorted, each once', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { syntaxErrors } = readJson(text);
        for (const { syntaxError } of syntaxErrors) {
          expect(syntaxError.offset).toBeGreaterThanOrEqual(0);
          expect(syntaxError.offset + syntaxError.length).toBeLessThanOrEqual(text.length);
          expect(syntaxError.message).not.toMatch(/[\r\n]|\.$/);
        }
        const offsets = syntaxErrors.map(({ syntaxError }) => syntaxError.offset);
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        const keys = syntaxErrors.map(({ syntaxError }) => `${syntaxError.kind} ${syntaxError.offset}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(plantedFixtures('json').filter(({ group }) => group !== 'several'))(
    '$name is named by its kind',
    ({ group, text }) => {
      expect(readJson(text).syntaxErrors.map(({ syntaxError }) => syntaxError.kind)).toContain(group);
    },
  );

  test('every kind has its planted documents', () => {
    expect([...new Set(plantedFixtures('json').map(({ group }) => group))]).toEqual([
      'comment',
      'curly-quote',
      'full-width-punctuation',
      'invalid-character',
      'invalid-escape',
      'invalid-number',
      'missing-colon',
      'missing-comma',
      'multi-line-string',
      'several',
      'single-quote',
      'trailing-comma',
      'trailing-text',
      'truncated',
      'unbalanced-bracket',
      'unclosed-string',
      'unexpected',
      'unquoted-name',
    ]);
  });

  test('of one habit are one syntax error with its other places', () => {
    const [syntaxError, ...others] = readJson("{'a': ['b', 'c']}").syntaxErrors;
    expect(others).toEqual([]);
    expect(syntaxError?.syntaxError).toMatchObject({ kind: 'single-quote', offset: 1, length: 3 });
    expect(syntaxError?.syntaxError.again).toEqual([
      { offset: 7, length: 3, fix: { offset: 7, length: 3, text: '"b"' } },
      { offset: 12, length: 3, fix: { offset: 12, length: 3, text: '"c"' } },
    ]);
  });

  test('are bounded, however many there are', () => {
    expect(readJson(`[${'1,,\n'.repeat(10_000)}1]`).syntaxErrors).toHaveLength(50);
  });
});

describe('the tolerant reading', () => {
  test.each([
    { text: '{"a": 1 "b": [2 3,],}', reads: '{"a":1,"b":[2,3]}' },
    { text: "{'a'： “b”}", reads: '{"a":"b"}' },
    { text: '{a: True, b: x:y:z}', reads: '{"a":"True","b":"x:y:z"}' },
    { text: '["a": 1, "b": 2]', reads: '[{"a":1,"b":2}]' },
    { text: '{"a": ["b", "c": 1}', reads: '{"a":["b"],"c":1}' },
    { text: '[{"a": 1, {"b": 2}]', reads: '[{"a":1},{"b":2}]' },
    { text: '{"a": "b", "c"], "d": 1}', reads: '{"a":["b","c"],"d":1}' },
    { text: '{"a: "b", "c: ["d, "e"]}', reads: '{"a":"b","c":["d","e"]}' },
    { text: '[1 /* two */, // three\n4 # five\n]', reads: '[1,4]' },
    { text: '{"a": "b\n c"}', reads: '{"a":"b\\n c"}' },
    { text: '"a": 1', reads: '{"a":1}' },
  ])('of $text is $reads', ({ text, reads }) => {
    expect(JSON.stringify(plain(readJson(text).root, text))).toBe(reads);
  });
});

describe('places', () => {
  test('of valid JSON are those of the values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        checkPlaces(readJson(text).root, JSON.parse(text), text);
      }),
    );
  });

  test('of names are those of the names as written', () => {
    const text = '{"a\\u0062": 1}';
    const { root } = readJson(text);
    const { member } = follow(root, ['ab']);
    expect(member?.nameSpan).toEqual({ offset: 1, length: 9 });
  });
});

describe('duplicates', () => {
  test('are found at every level, with both places', () => {
    const text = '{"a": 1, "b": [{"c": 1, "c": 2, "\\u0063": 3}], "a": 2}';
    expect(readJson(text).duplicates).toEqual([
      {
        path: ['b', 0, 'c'],
        member: 'c',
        first: { offset: 16, length: 3 },
        again: { offset: 24, length: 3 },
      },
      {
        path: ['b', 0, 'c'],
        member: 'c',
        first: { offset: 16, length: 3 },
        again: { offset: 32, length: 8 },
      },
      { path: ['a'], member: 'a', first: { offset: 1, length: 3 }, again: { offset: 47, length: 3 } },
    ]);
  });

  test('are as many as names are lost in JSON.parse', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), fc.nat());
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const text = `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
        const kept = Object.keys(JSON.parse(text) as object).length;
        expect(readJson(text).duplicates).toHaveLength(pairs.length - kept);
      }),
    );
  });
});

describe('hostile text', () => {
  test.each(['[', '{"a":', '{', '"', "'a':", '"a"a', '“', '/*', '${', ',', '}', '{{', '"\n', '"a"a"', '#\n'])(
    // What costs the square of the text here ends in the test runner's own time limit.
    '%j a hundred thousand times is read to the end, with syntax errors',
    (scrap) => {
      expect(readJson(`{"x": [${scrap.repeat(100_000)}`).syntaxErrors).not.toEqual([]);
    },
  );

  test('nested too deep is a syntax error, even where JSON.parse accepts it', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(readJson(nested(64)).syntaxErrors).toEqual([]);
    expect(
      readJson(nested(65)).syntaxErrors.map(({ syntaxError }) => [syntaxError.kind, syntaxError.offset]),
    ).toEqual([['too-deep', 64]]);
  });
});

function checkPlaces(node: JsonNode, value: unknown, text: string): void {
  expect(JSON.parse(text.slice(node.offset, node.offset + node.length))).toEqual(value);
  if (node.type === 'list' && Array.isArray(value)) {
    for (const [index, item] of node.items.entries()) checkPlaces(item, value[index], text);
  }
  if (node.type === 'object' && typeof value === 'object' && value !== null) {
    for (const { name, nameSpan, value: member } of node.members) {
      expect(JSON.parse(text.slice(nameSpan.offset, nameSpan.offset + nameSpan.length))).toBe(name);
      checkPlaces(member, Object.getOwnPropertyDescriptor(value, name)?.value, text);
    }
  }
}

/** The reading as plain data; numbers and literals as they are written. */
function plain(node: JsonNode, text: string): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value, text)]));
    case 'list':
      return node.items.map((item) => plain(item, text));
    case 'string':
      return node.value;
    case 'missing':
      return undefined;
    default:
      return JSON.parse(text.slice(node.offset, node.offset + node.length));
  }
}

describe('a text that is nothing but syntax errors', () => {
  test.each([
    { name: 'quotes', text: `{"Statement": [${'“'.repeat(1_000_000)}` },
    { name: 'brackets', text: `{"Statement": ${'['.repeat(4_000_000)}` },
    { name: 'brackets that do not fit', text: `{"Statement": [${'{]'.repeat(400_000)}` },
    // With steps that grow with the square of the length this goes on past the time that a test has.
  ])('is read to the end: $name', ({ text }) => {
    expect(readJson(text).syntaxErrors.length).toBeGreaterThan(0);
  });

  test('brackets in a string are no depth', () => {
    expect(readJson(JSON.stringify({ Statement: '['.repeat(2000) })).syntaxErrors).toEqual([]);
  });

  test('names that stand twice are counted to a bound, in each object', () => {
    const object = `{${'"a":1,'.repeat(3000)}"b":2}`;
    const { duplicates, root } = readJson(`[${object},${object}]`);
    expect(duplicates).toHaveLength(2000);
    expect(root).toMatchObject({ items: [{ members: { length: 3001 } }, { members: { length: 3001 } }] });
  });
});
