import { describe, expect, test } from 'vitest';
import { readPolicyBytes } from '../../src/cli/files/read-policy-bytes.ts';
import { type LintOptions, lintFile } from '../../src/lint/lint-file.ts';
import type { PolicyFile } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { fakeIo } from '../support/fake-io.ts';
import { findingsText } from '../support/findings-text.ts';
import { withHouse } from '../support/house-rules.ts';
import { findingsFilesOf, plantedFixtures } from '../support/planted-fixtures.ts';
import { worldOf } from '../support/rule-world.ts';

const ruleFixtures = plantedFixtures('rules');

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

/** The rule of the fixture's folder, where it is off otherwise. */
function turnedOn(group: string): NonNullable<LintOptions['severities']> {
  const rule: Rule | undefined = rules.find(({ id }) => id === group);
  return rule?.off ? { [rule.id]: rule.severity } : {};
}

/** In a document of this name, the findings of the rule of its folder are suppressed. */
function isSuppressed(name: string): boolean {
  return name.endsWith('/suppressed');
}

async function readFixture(file: string, bytes: Uint8Array): Promise<PolicyFile> {
  if (!file.endsWith('.tf')) return readPolicyFile(file, bytes, readYaml);
  return await readPolicyBytes(file, bytes, { io: fakeIo({}), defaults: true });
}

describe.each([
  { folder: 'fixtures/json', fixtures: plantedFixtures('json') },
  { folder: 'fixtures/rules', fixtures: ruleFixtures },
])('$folder', ({ fixtures }) => {
  test.each(fixtures)(
    '$name has its findings, and no others',
    async ({ name, group, file, bytes, findingsFile, config }) => {
      const found = lintFile(await readFixture(file, bytes), {
        ...withHouse(config, worldOf(group)),
        severities: turnedOn(group),
        ...(isSuppressed(name)
          ? {
              suppress: ({ rule }) =>
                rule === (ruleIds.has(group) ? group : 'invalid-json') ? { reason: 'agreed' } : undefined,
            }
          : {}),
      });
      // `npm run test:update` writes the file; a run without it only compares.
      await expect(findingsText(found)).toMatchFileSnapshot(findingsFile);
    },
  );
});

test.each(['json', 'rules'] as const)('every findings file of fixtures/%s has its document', (folder) => {
  const names = new Set(plantedFixtures(folder).map(({ name }) => name));
  expect(findingsFilesOf(folder).filter((name) => !names.has(name))).toEqual([]);
});

test('every rule has at least three documents that it reports', () => {
  const counts = rules.map(({ id }) => {
    const group = id === 'invalid-json' ? plantedFixtures('json') : ruleFixtures;
    return { id, enough: group.filter(({ findings }) => findings.includes(` ${id} `)).length >= 3 };
  });
  expect(counts.filter(({ enough }) => !enough)).toEqual([]);
});

test('every rule has a document in which its findings are suppressed', () => {
  const all = [...plantedFixtures('json'), ...ruleFixtures].filter(({ name }) => isSuppressed(name));
  const suppressed = all.filter(({ findings }) => findings.includes('  suppressed: agreed'));
  const groups = new Set(
    suppressed.map(({ name, group }) => (name.startsWith('json/') ? 'invalid-json' : group)),
  );
  expect(rules.filter(({ id }) => !groups.has(id)).map(({ id }) => id)).toEqual([]);
});

test('every rule has a document near it that it leaves alone', () => {
  const alone = ruleFixtures.filter(({ group, findings }) => !findings.includes(` ${group} `));
  const groups = new Set(alone.map(({ group }) => group));
  expect(rules.filter(({ id }) => !groups.has(id)).map(({ id }) => id)).toEqual([]);
});

test.each(ruleFixtures.filter(({ name }) => /\/clean[^/]*$/.test(name)))(
  '$name is left alone by the rule of its folder',
  ({ group, findings }) => {
    expect(findings).not.toContain(` ${group} `);
  },
);

test('clean policies have no findings', () => {
  const clean = ruleFixtures.filter(({ group }) => group === 'clean');
  expect(clean.length).toBeGreaterThan(0);
  expect(clean.filter(({ findings }) => findings !== '')).toEqual([]);
});
