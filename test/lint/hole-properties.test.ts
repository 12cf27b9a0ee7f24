import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { LintRun, lintFileOf } from '../../src/lint/lint-file.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Policy } from '../../src/model/policy.ts';
import { recognise } from '../../src/policy/document-kind.ts';
import { fileOfTrees, policyOfTree, treeOf } from '../support/hole-trees.ts';
import { chooser, filledOf, givenOf, holeyDocuments } from '../support/holey-documents.ts';
import { withHouse } from '../support/house-rules.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const documents = holeyDocuments({
  actions: [
    'ims:images:list',
    'ims:images:delete',
    'ims:images:share',
    'ims:quotas:get',
    'ims:serverImages:create',
    'ims:images:*',
    'ims:*:get*',
    'ims:*:list*',
    'ims:image:get*',
    'ims:*:*',
    'IMS:images:list',
    'ims:Images:list',
    'ims:images:lst',
    'ims:images',
    'im*:images:list',
    'ims:images:lis?',
    'imss:images:list',
    'obs:bucket:GetCoat',
    'obs:bucket:GetBucketPaint',
    'obs:bucket:ListAllMyBuckets',
    'obs:object:GetObject',
    'obs:*:*',
    'iam:permissions:grantRoleToUser',
    'iam:credentials:createCredential',
    'iam:agencies:assume',
    'iam:tokens:assume',
    'iam:*:*',
    'ecs:cloudServers:delete',
    'ecs:servers:setMetadata',
    'ecs:servers:get',
    'vpc:routers:addInterface',
    'vpc:routers:get',
    'smn:application:publish',
    'evs:snapshots:rollback',
    '*:*:*',
  ],
  resources: [
    '*',
    'obs:*:*:bucket:*',
    'obs:*:*:object:a/*',
    'obs:*:*:bukket:a',
    'obs:eu-de:*:bucket:a',
    'Obs:*:*:bucket:a',
    'ims:*:*:image:*',
    'ims:image',
    'functiongraph:*:*:function:f',
    'arn:aws:s3:::a',
    '/iam/agencies/a',
  ],
  tests: [
    ['Bool', 'g:MFAPresent', ['true', 'false', 'yes']],
    ['BoolIfExists', 'g:MFAPresent', ['true', 'false']],
    ['StringEquals', 'g:UserName', ['ann', 'bob']],
    ['StringEqual', 'g:UserName', ['ann']],
    ['NumberLessThan', 'g:MFAAge', ['1', 'x']],
    ['NullIfExists', 'g:UserName', ['true']],
    ['DateEquals', 'g:CurrentTime', ['2026-01-01T00:00:00Z']],
    ['StringEquals', 'g:CurrentTime', ['2026-01-01T00:00:00Z']],
    ['StringEquals', 'obs:prefix', ['a', 'b c']],
    ['StringEquals', 'aws:username', ['a']],
    ['StringEquals', 'g:SourceIp', ['a']],
  ],
});

const house = `
house:
  forbidden-access:
    - actions: ['ims:images:delete']
      reason: r
  required-condition:
    - actions: ['ims:images:share']
      key: g:MFAPresent
      reason: r
  service-not-listed:
    - services: [ims]
      reason: r
`;

const world = withHouse(house, { ...ruleWorld(), scope: 'enterprise-project' });

/** Off unless somebody asks for them. */
const severities = {
  'destructive-without-mfa': 'warning',
  'image-exfiltration': 'warning',
  'service-administrator': 'warning',
} as const;

/** One run: what is known of an action is worked out once. */
const run = new LintRun({ ...world, severities });

function lint(document: unknown): readonly Finding[] {
  const { kind } = recognise(treeOf(document), { text: '', broken: false, strict: false });
  if (kind === 'none' || kind === 'foreign') throw new Error('the document is a policy');
  const policy: Policy = policyOfTree(document, { kind, root: ['policy'], layer: 'XA' });
  return lintFileOf(run, fileOfTrees(policy));
}

/** The statement that something is in, where it is in one: what holds of several parts of it is said at the first of them. */
function statementOf(pointer: string): string {
  return /^\/policy\/Statement\/\d+/.exec(pointer)?.[0] ?? pointer;
}

/** Rules that say once for the whole policy what holds of several statements, at the first of them. */
const oncePerPolicy = new Set([
  'deprecated-api-only',
  'missing-dependency',
  'mixed-service-levels',
  'no-enterprise-project-support',
  'partial-api',
  'foreign-syntax',
  'service-not-listed',
  'unknown-service',
  'forbidden-access',
  'layer-mismatch',
  'disputed-requirement',
]);

/**
 * The finding itself, or one of which it is a consequence: nothing else is said of a duplicate. Of two that say the same, either
 * may be the one that is too much.
 */
function isSaidBy(one: Finding, findings: readonly Finding[]): boolean {
  const statement = statementOf(one.pointer);
  return findings.some((other) => {
    const statements = [other, ...other.related].map(({ pointer }) => statementOf(pointer));
    switch (other.rule) {
      case one.rule:
        return oncePerPolicy.has(one.rule) || statements.includes(statement);
      case 'duplicate-action':
        return other.pointer === one.pointer;
      case 'duplicate-statement':
        return statements.includes(statement);
      default:
        return false;
    }
  });
}

test('what is found in policies with holes is found whatever the holes become', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(documents, fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), (template, seeds) => {
      const found = lint(givenOf(template));
      for (const { rule } of found) seen.add(rule);
      for (const seed of seeds) {
        // What may be there is looked at as if it were there.
        const after = lint(filledOf(template, { choose: chooser(seed), present: true }));
        for (const one of found) {
          if (isSaidBy(one, after)) continue;
          expect(
            `${one.rule} ${one.pointer}: ${one.message}`,
            JSON.stringify(filledOf(template, { choose: chooser(seed), present: true })),
          ).toBe(after.map(({ rule, pointer, message }) => `${rule} ${pointer}: ${message}`));
        }
      }
    }),
    { numRuns: propertyRuns },
  );
  expect([...seen].length).toBeGreaterThan(30);
});
