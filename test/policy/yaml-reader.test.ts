import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonNode } from '../../src/policy/json-node.ts';
import { readJson } from '../../src/policy/json-reader.ts';
import { decodeFile, readPolicyFile, wantsYaml } from '../../src/policy/read-policy-file.ts';
import { createLocator, pointerOf } from '../../src/policy/region-of.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

const text = `# who looks at images
Version: "1.1"
Statement:
  - Effect: Allow
    Action:
      - ims:images:list # list
      - "ims:images:get"
    Resource: ['*']
`;

describe('a policy in YAML', () => {
  const file = readPolicyFile('p.yaml', text, readYaml);
  const { form } = file;

  test('is read as if it were JSON', () => {
    expect(file.policies).toMatchObject([
      {
        kind: 'policy',
        faults: [],
        statements: [
          {
            effect: 'allow',
            actions: [{ text: 'ims:images:list' }, { text: 'ims:images:get' }],
            resource: { kind: 'list', resources: [{ text: '*' }] },
          },
        ],
      },
    ]);
  });

  test.each([
    { path: [], region: [2, 1, 8, 20] },
    { path: ['Version'], region: [2, 10, 2, 15] },
    { path: ['Statement', 0], region: [4, 5, 8, 20] },
    { path: ['Statement', 0, 'Action', 0], region: [6, 9, 6, 24] },
    { path: ['Statement', 0, 'Action', 1], region: [7, 9, 7, 25] },
    { path: ['Statement', 0, 'Resource', 0], region: [8, 16, 8, 19] },
  ])('has its places: $path', ({ path, region: [line, column, endLine, endColumn] }) => {
    const locator = createLocator(file.text, form?.spanOf);
    expect(locator.regionOf(path)).toEqual({ line, column, endLine, endColumn });
  });

  test('has the places of its names', () => {
    const locator = createLocator(file.text, form?.spanOf);
    expect(locator.regionOf(['Statement', 0, 'Action'], 'member')).toMatchObject({ line: 5, column: 5 });
  });

  test('is none without a reader of YAML', () => {
    expect(readPolicyFile('p.yaml', text)).toMatchObject({ kind: 'none', policies: [] });
  });

  test('is read whatever the name of its file', () => {
    expect(readPolicyFile('-', text, readYaml).policies).toHaveLength(1);
    expect(readPolicyFile('p.json', text, readYaml).policies).toHaveLength(1);
  });

  test('in several documents has the number of its document in its places', () => {
    const { policies } = readPolicyFile('p.yml', `---\n${text}---\n---\n${text}`, readYaml);
    expect(policies.map(({ root = [] }) => pointerOf(root))).toEqual(['/0', '/2']);
    expect(policies.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('in an envelope has its layer', () => {
    const wrapped = `role:\n  display_name: A\n  type: AX\n  policy:\n${text.replace(/^/gm, '    ')}`;
    expect(readPolicyFile('p.yaml', wrapped, readYaml).policies).toMatchObject([
      { root: ['role', 'policy'], layer: 'AX', displayName: 'A', faults: [] },
    ]);
  });
});

describe('which texts want a reader of YAML', () => {
  test.each([
    { name: 'a.yaml', content: text, wants: true },
    { name: 'a.json', content: text, wants: true },
    { name: 'a.yaml', content: '{Version: x, Statement: []}', wants: true },
    { name: 'a.json', content: '{Version: x, Statement: []}', wants: false },
    { name: 'a.yaml', content: '{"Version": "x", "Statement": []}', wants: false },
    { name: 'a.json', content: '# mine\n// too\n/* and */ {"Statement": []}', wants: false },
    { name: 'a.json', content: '# mine\nstatment:\n', wants: true },
    { name: 'a.yaml', content: 'kind: Pod\nmetadata: {}\n', wants: false },
    { name: 'a.yaml', content: 'strategy: {}\nstatus: up\neffect: NoSchedule\n', wants: false },
  ])('$name with $content: $wants', ({ name, content, wants }) => {
    expect(wantsYaml(decodeFile(name, content))).toBe(wants);
  });
});

describe('the tree', () => {
  test('of JSON is the one that the reader of JSON makes', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', 'x:y', '*', '', 'true', '1.1', true, null, 7, -0.5),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'Effect'), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), value), fc.nat({ max: 2 }), (document, indent) => {
        const json = JSON.stringify(document, null, indent);
        expect(readYaml(json)).toEqual(readJson(json));
      }),
      { numRuns: 500 },
    );
  });

  test('takes the value that is written out before the one that is merged in', () => {
    const { root } = readYaml('- &a {x: 1, y: "a"}\n- &b {y: "b", z: "b"}\n- <<: [*a, *b]\n  z: "own"\n');
    const items = root.type === 'list' ? root.items : [];
    const merged = items[2];
    const last = new Map(merged?.type === 'object' ? merged.members.map((m) => [m.name, m.value]) : []);
    expect(last.get('y')).toMatchObject({ value: 'a' });
    expect(last.get('z')).toMatchObject({ value: 'own' });
  });
});

describe('hostile YAML', () => {
  const scraps = [
    ...'"\'{}[]:,*&!|>-?#%@`\t\n ',
    '<<: *a\n',
    '&a ',
    '*a',
    '- ',
    '---\n',
    'Effect: ',
    'Version: 1.1\n',
  ];

  test('of any kind never throws, and every syntax error stands inside the text', () => {
    const any = fc.oneof(
      fc.array(fc.constantFrom(...scraps)).map((parts) => parts.join('')),
      fc
        .tuple(fc.nat({ max: text.length }), fc.nat({ max: 3 }), fc.constantFrom('', ...scraps))
        .map(([at, gone, added]) => text.slice(0, at) + added + text.slice(at + gone)),
    );
    fc.assert(
      fc.property(any, (content) => {
        const { root, syntaxErrors } = readYaml(content);
        for (const { syntaxError } of syntaxErrors) {
          expect(syntaxError.offset).toBeGreaterThanOrEqual(0);
          expect(syntaxError.offset + syntaxError.length).toBeLessThanOrEqual(content.length);
          expect(syntaxError.message).not.toMatch(/[\r\n]|\.$/);
        }
        checkSpans(root, content.length);
        expect(readPolicyFile('p.yaml', content, readYaml).text).toBe(content.replace(/^\uFEFF/, ''));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['[', '{a: ', '- ', '? ', '&a ', '*a ', '"', 'a:\n  ', '- &a [*a]\n', '- "a\n'])(
    // What costs the square of the text here ends in the test runner's own time limit.
    '%j a ten thousand times is read to the end',
    (scrap) => {
      const content = `Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action: ${scrap.repeat(10_000)}`;
      for (const { statements, faults } of readPolicyFile('p.yaml', content, readYaml).policies)
        expect(statements.length === 0 || faults.length > 0).toBe(true);
    },
  );

  test('that grows by aliases and merge keys is bounded', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `  k${i + 1}: &k${i + 1} [*k${i}, *k${i}]\n`).join(
      '',
    );
    const grown = `Version: "1.1"\nStatement: [{Effect: Allow, Action: [a:b:c]}]\nX:\n  k0: &k0 [a, a]\n${doubling}`;
    expect(readPolicyFile('p.yaml', grown, readYaml).policies[0]?.faults).toMatchObject([
      { kind: 'input-too-large' },
    ]);
  });
});

test.each(plantedFixtures('rules').filter(({ file }) => file.endsWith('.yaml')))(
  '$name has the text of its file',
  ({ file, bytes, text: content }) => {
    expect(readPolicyFile(file, bytes, readYaml).text).toBe(content.replace(/^\uFEFF/, ''));
  },
);

function checkSpans(root: JsonNode, length: number): void {
  const open = [root];
  for (let node = open.pop(), count = 0; node !== undefined && count < 1000; node = open.pop(), count++) {
    expect(node.offset + node.length).toBeLessThanOrEqual(length);
    if (node.type === 'list') open.push(...node.items);
    if (node.type === 'object') open.push(...node.members.map(({ value }) => value));
  }
}
