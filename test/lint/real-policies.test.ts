import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PolicyFile } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const folder = join(import.meta.dirname, '../../../shared/policies');
const present = existsSync(join(folder, 'INDEX.tsv'));

interface Published {
  readonly name: string;
  readonly cloud: string;
  readonly kind: string;
  readonly form: string;
  readonly strictJson: string;
  readonly file: PolicyFile;
}

function published(): readonly Published[] {
  const [head = '', ...rows] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trim().split('\n');
  const columns = head.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
    const name = cell('file');
    const file = readPolicyFile(name, readFileSync(join(folder, name)));
    return {
      name,
      cloud: cell('cloud'),
      kind: cell('kind'),
      form: cell('form'),
      strictJson: cell('strict_json'),
      file,
    };
  });
}

/** The kinds of `INDEX.tsv`, and what they are to us. */
const kinds: Readonly<Record<string, string>> = {
  'policy-1.1': 'policy',
  'agency-policy': 'policy',
  'role-1.0': 'role',
  'identity-policy-5.0': 'identity-policy',
  'trust-policy-5.0': 'trust policy',
  'obs-bucket-policy': 'OBS bucket policy',
  'smn-topic-policy': 'SMN topic policy',
};

/** Excerpts in Terraform's own syntax, in which nothing is JSON. */
const hcl = new Set([
  '00169-policy-1.1.tf.txt',
  '00170-trust-policy-5.0.tf.txt',
  '00204-trust-policy-5.0.tf.txt',
  '00452-policy-1.1.tf.txt',
  '00498-policy-1.1.tf.txt',
  '00499-policy-1.1.tf.txt',
  '00510-policy-1.1.tf.txt',
]);

/** Every error and warning, each looked at: syntax errors of the published page, and grants that do what the risk rule says. */
const expectedFindings: Readonly<Record<string, readonly string[]>> = {
  // The page of today has the name without an underscore.
  '00140-policy-1.1.json': ['8:17 renamed-action'],
  '00214-identity-policy-5.0.tf.txt': ['1:31 invalid-json'],
  '00215-identity-policy-5.0.tf.txt': ['1:31 invalid-json'],
  '00280-policy-1.1.json': ['7:21 invalid-json'],
  '00330-policy-1.1.json': ['4:13 invalid-json'],
  '00336-policy-1.1.json': ['7:45 malformed-action', '8:45 malformed-action', '8:55 invalid-json'],
  '00374-policy-1.1.json': ['4:19 invalid-effect'],
  '00385-policy-1.1.json': ['5:46 invalid-json', '10:46 invalid-json', '12:30 invalid-json'],
  // The page's own example of all services but some; IAM is not among them, so the Deny can be undone.
  '00387-policy-1.1.json': ['5:46 invalid-json', '7:37 full-administrator', '8:30 invalid-json'],
  '00446-policy-1.1.json': ['7:21 invalid-json'],
  // Grants any role to any agency of the account, and rewrites custom policies.
  '00536-policy-1.1.json': ['9:35 privilege-escalation'],
  '00562-policy-1.1.json': ['5:29 invalid-effect'],
  // Grants any role to any user group in a project.
  '00620-policy-1.1.json': ['8:24 privilege-escalation'],
  '00650-policy-1.1.json': ['5:48 invalid-json', '12:32 invalid-json'],
  '00675-policy-1.1.json': ['5:32 invalid-effect'],
  '00691-policy-1.1.json': ['15:20 unknown-operator'],
  // The Deny names an action that the first statement allows, where its neighbours name deletions.
  '00751-policy-1.1.json': ['9:23 overridden-allow'],
};

/** Every info, each looked at: all true, none of them about a syntax error but the redundant action. */
const expectedInfos: Readonly<Record<string, readonly string[]>> = {
  // Bucket and topic policies, recognised and left alone.
  '00152-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00223-smn-topic-policy.tf.txt': ['1:1 foreign-document'],
  '00407-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00409-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00436-smn-topic-policy.tf.txt': ['1:1 foreign-document'],
  '00482-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00490-smn-topic-policy.json': ['1:1 foreign-document'],
  '00495-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00507-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00682-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00702-obs-bucket-policy.json': ['1:1 foreign-document'],
  '00708-obs-bucket-policy.json': ['1:1 foreign-document'],
  // Examples of a Deny that is to be granted beside a policy that allows: true, and meant so.
  '00233-policy-1.1.json': ['3:13 deny-only-policy'],
  '00255-policy-1.1.json': ['3:9 deny-only-policy'],
  '00261-policy-1.1.json': ['3:13 deny-only-policy'],
  '00274-policy-1.1.json': ['3:7 deny-only-policy'],
  '00286-policy-1.1.json': ['3:13 deny-only-policy'],
  '00306-policy-1.1.json': ['3:6 deny-only-policy'],
  '00333-policy-1.1.json': ['3:11 deny-only-policy'],
  // The page denies listing all buckets on some: what that means is documented nowhere.
  '00384-policy-1.1.json': ['3:13 deny-only-policy', '7:37 resource-type-mismatch'],
  '00391-policy-1.1.json': ['3:9 deny-only-policy'],
  '00395-policy-1.1.json': ['3:11 deny-only-policy'],
  '00439-policy-1.1.json': ['3:9 deny-only-policy'],
  '00447-policy-1.1.json': ['3:11 deny-only-policy'],
  '00531-policy-1.1.json': ['3:11 deny-only-policy'],
  '00672-policy-1.1.json': ['3:14 deny-only-policy'],
  '00738-policy-1.1.json': ['3:11 deny-only-policy'],
  '00744-policy-1.1.json': ['3:11 deny-only-policy'],
  // Terraform fills in the names of two agencies.
  '00179-agency-policy.json': ['11:11 placeholder-left'],
  // Creating buckets, on buckets with a prefix: another page says that it is granted for all resources.
  '00550-policy-1.1.json': ['32:23 resource-type-mismatch'],
  // The page prints `"Resource": "*"` without a list.
  '00322-policy-1.1.json': ['10:25 wrong-type'],
  // The role names `vpc:routers:get` beside `vpc:*:get`.
  '00594-policy-1.1.json': ['26:36 redundant-action'],
  // Twenty actions that creating a VPN gateway is documented to call, and two of creating a connection.
  '00751-policy-1.1.json': ['7:23 missing-dependency', '8:23 missing-dependency'],
};

describe.skipIf(!present)('the published policies (needs ../shared/policies beside the project)', () => {
  const all = present ? published() : [];
  const catalogue = present ? loadTestCatalogue() : undefined;

  function findingsOf({ file }: Published, cloud: CloudChoice = 'any') {
    if (catalogue === undefined) throw new Error('no catalogue');
    return lintFile(file, { ...ruleWorld(), catalogue, cloud });
  }

  test('have the kinds that the index says, unless they are Terraform', () => {
    expect(all.length).toBeGreaterThan(100);
    const found = all.map(({ name, file }) => `${name} ${file.foreign ?? file.kind}`);
    expect(found).toEqual(all.map(({ name, kind }) => `${name} ${hcl.has(name) ? 'none' : kinds[kind]}`));
  });

  test('that are broken have findings of syntax, with line and column', () => {
    const broken = all.filter(({ strictJson }) => strictJson === 'no');
    expect(broken.length).toBeGreaterThan(0);
    for (const document of broken) {
      const syntax = findingsOf(document).filter(({ rule }) => rule === 'invalid-json');
      expect(syntax, document.name).not.toEqual([]);
    }
  });

  function placesWhere(counts: (finding: Finding) => boolean, of = all, cloud: CloudChoice = 'any') {
    const found = of.flatMap((document) => {
      const places = findingsOf(document, cloud)
        .filter(counts)
        .map(({ line, column, rule }) => `${line}:${column} ${rule}`);
      return places.length === 0 ? [] : [[document.name, places] as const];
    });
    return Object.fromEntries(found);
  }

  test('have exactly the errors and warnings that were looked at', () => {
    expect(placesWhere(({ severity }) => severity !== 'info')).toEqual(expectedFindings);
  });

  /** Only OpenStack APIs need the actions, which the pages of Huawei Cloud call discarded in 2025. */
  const inHwcOnly = {
    '00669-policy-1.1.json': ['21:23 deprecated-api-only', '22:23 deprecated-api-only'],
    '00671-policy-1.1.json': ['21:23 deprecated-api-only', '22:23 deprecated-api-only'],
  };

  test.each([
    { cloud: 'hwc' as const, more: inHwcOnly, of: () => true },
    { cloud: 'otc' as const, more: {}, of: (document: Published) => document.cloud === 'otc' },
  ])('have no other errors and warnings when $cloud is asked about', ({ cloud, more, of }) => {
    const documents = all.filter(of);
    const names = new Set(documents.map(({ name }) => name));
    const expected = Object.entries(expectedFindings).filter(([name]) => names.has(name));
    expect(documents.length).toBeGreaterThan(10);
    expect(placesWhere(({ severity }) => severity !== 'info', documents, cloud)).toEqual({
      ...Object.fromEntries(expected),
      ...more,
    });
  });

  test('have exactly the infos that were looked at', () => {
    expect(placesWhere(({ severity }) => severity === 'info')).toEqual(expectedInfos);
  });
});
