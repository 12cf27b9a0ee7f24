import { cloudNames } from '../../model/cloud.ts';
import { hasHole, holeCharacter } from '../../model/hole.ts';
import type { Limit } from '../../model/language.ts';
import { listedTexts, type PlacedText, type Policy, type StatementReading } from '../../model/policy.ts';
import { mayBeMissing } from '../open-parts.ts';
import { defineRule, type Pointer, type Problem } from '../rule.ts';
import { readingsOf } from '../statements.ts';

export const limitExceeded = defineRule({
  id: 'limit-exceeded',
  group: 'structure',
  severity: 'error',
  summary: 'more statements, actions, resources, conditions or characters than a policy may have',
  rationale:
    'The limits differ by cloud, and the sources by age: an error where current ones agree (6,144 characters in Huawei Cloud), a warning where only older pages or the Terraform provider name a limit, as for the statements of Open Telekom Cloud. Without a cloud chosen the limits of both count. Conditions are counted by their keys, characters without the white space between tokens, as no source says how the clouds count.',
  sources: [
    'support.huaweicloud.com intl/en-us/productdesc-iam/iam_01_0305.html',
    'opentelekomcloud/docs doc/source/iam/api-reference/creating-custom-roles.md',
    'opentelekomcloud/terraform-provider-opentelekomcloud docs/resources/identity_role_v3.md',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": [
        "obs:*:*:object:january/*",
        "obs:*:*:object:february/*",
        "obs:*:*:object:march/*",
        "obs:*:*:object:april/*",
        "obs:*:*:object:may/*",
        "obs:*:*:object:june/*",
        "obs:*:*:object:july/*",
        "obs:*:*:object:august/*",
        "obs:*:*:object:september/*",
        "obs:*:*:object:october/*",
        "obs:*:*:object:november/*"
      ]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:reports/*"]
    }
  ]
}`,
  },
  *check({ policy, cloud, language }) {
    if (policy.kind === 'role' || policy.origin === 'vendor') return;
    const limits = language().limits.filter((limit) => cloud === 'any' || limit.cloud === cloud);
    for (const measure of measuresOf(policy)) {
      const problem = problemOf(measure, limits);
      if (problem !== undefined) yield problem;
    }
  },
});

interface Measure {
  readonly of: Limit['of'];
  readonly count: number;
  readonly at: Pointer;
}

function* measuresOf(policy: Policy): Generator<Measure> {
  const { kind, root = [], characters = 0, displayName } = policy;
  const statements = readingsOf(policy);
  yield { of: 'characters', count: characters, at: { path: root } };
  // Of identity policies 5.0 no other limit of the document is known.
  if (kind === 'identity-policy') return;
  if (displayName !== undefined) {
    const path = [...root.slice(0, -1), 'display_name'];
    yield { of: 'name-characters', count: lengthOf(displayName), at: { path } };
  }
  const path = [...root, 'Statement'];
  const sure = statements.filter((statement) => !mayBeMissing(statement));
  yield { of: 'statements', count: sure.length, at: { path, target: 'member' } };
  for (const statement of statements) yield* measuresOfStatement(statement);
}

function* measuresOfStatement({ path, actions, resource, condition }: StatementReading): Generator<Measure> {
  const member = (name: string): Pointer => ({ path: [...path, name], target: 'member' });
  yield { of: 'actions', count: countOf(actions), at: member('Action') };
  // What a Condition with holes asks for may be less than it seems.
  const tests = condition === undefined || condition.hole ? [] : condition.tests;
  yield { of: 'conditions', count: tests.length, at: member('Condition') };
  const resources = listedTexts(resource);
  yield { of: 'resources', count: countOf(resources), at: member('Resource') };
  for (const { text, path } of resources)
    yield { of: 'resource-characters', count: lengthOf(text), at: { path } };
}

/** How many texts there are at least. */
function countOf(texts: readonly PlacedText[]): number {
  return texts.filter(({ text, maybe }) => !maybe && (!hasHole(text) || lengthOf(text) > 0)).length;
}

/** How long a text is at least. */
function lengthOf(text: string): number {
  return text.replaceAll(holeCharacter, '').length;
}

/** The gravest of the limits that are exceeded, and of these the lowest. */
function problemOf({ of, count, at }: Measure, limits: readonly Limit[]): Problem | undefined {
  const exceeded = limits
    .filter((limit) => limit.of === of && count > limit.most)
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || a.most - b.most);
  const [first] = exceeded;
  if (first === undefined) return undefined;
  const same = exceeded.filter(({ most }) => most === first.most);
  const clouds = [...new Set(same.map((limit) => cloudNames[limit.cloud]))].sort().join(' and ');
  return {
    message: `${subjects[of]} ${count} ${units[of]}, but at most ${first.most} are documented for ${clouds}`,
    at,
    severity: first.severity,
    help: advice[of],
  };
}

const subjects: Readonly<Record<Limit['of'], string>> = {
  statements: 'the policy has',
  actions: 'the statement has',
  resources: 'the statement has',
  conditions: 'the statement has',
  'resource-characters': 'the resource has',
  characters: 'the policy has',
  'name-characters': 'the name has',
};

const units: Readonly<Record<Limit['of'], string>> = {
  statements: 'statements',
  actions: 'actions',
  resources: 'resources',
  conditions: 'condition keys',
  'resource-characters': 'characters',
  characters: 'characters without white space',
  'name-characters': 'characters',
};

const split = 'split the policy in two';
const advice: Readonly<Record<Limit['of'], string>> = {
  statements: 'put statements together that differ in their actions only, or split the policy in two',
  actions: 'use `*` where all of a kind are meant, or split the statement in two',
  resources: 'use `*` where all of a kind are meant, or split the statement in two',
  conditions: 'split the statement in two, if the conditions allow it',
  'resource-characters': 'use `*` for part of the path',
  characters: split,
  'name-characters': 'shorten the name',
};
