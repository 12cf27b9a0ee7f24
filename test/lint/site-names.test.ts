import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { namedActions } from '../../src/model/claim.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { readDocs } from '../../src/sources/read-docs.ts';
import { realVocabulary } from '../sources/fixture-vocabulary.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { policyText } from '../support/run-cli.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

/** Rules that call a name wrong. */
const rules = new Set(['unknown-action', 'unknown-service', 'malformed-action', 'pattern-matches-nothing']);

describe.skipIf(!realDocsPresent)('the help site (needs ../shared/docs beside the project)', () => {
  const files = realDocsPresent
    ? readDocFiles(realDocs).filter(({ path }) => path.startsWith('hwc-site/'))
    : [];
  const claims = realDocsPresent ? readDocs(files, realVocabulary()).claims : [];
  const chinese = claims.filter(({ page }) => !page.endsWith('.en.md'));
  const names = [...new Set(chinese.flatMap((claim) => namedActions(claim)))].sort();

  test('has only names that lint takes for real ones in Huawei Cloud', () => {
    const world = { ...ruleWorld(), catalogue: loadTestCatalogue(), cloud: 'hwc' as const };
    expect(names.length).toBeGreaterThan(1100);
    const alarms = names.flatMap((name) =>
      lintFile(readPolicyFile('p.json', policyText([name])), world)
        .filter(({ rule, severity }) => rules.has(rule) && severity !== 'info')
        .map(({ rule, message }) => `${rule}: ${message}`),
    );
    expect(alarms).toEqual([]);
  });
});
