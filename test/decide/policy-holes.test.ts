import { describe, expect, test } from 'vitest';
import { haveSameLanguages } from '../../src/decide/same-languages.ts';
import { suggest, wayOfActions } from '../../src/decide/suggest.ts';
import type { RequestContext } from '../../src/model/context.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Language } from '../../src/model/language.ts';
import type { Policy } from '../../src/model/policy.ts';
import { hole, inText, maybe, open, policyOfTree } from '../support/hole-trees.ts';
import { deciderOf, grantsOf } from '../support/statements.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;
const action = 'obs:bucket:get';
const doc = (...statements: readonly unknown[]) => ({ Version: '1.1', Statement: statements });
const allow = (Action: unknown, more: object = {}) => ({ Effect: 'Allow', Action, ...more });
const deny = (Action: unknown, more: object = {}) => ({ Effect: 'Deny', Action, ...more });
const whole = '${' + '…}';

interface Case {
  readonly what: string;
  readonly document: unknown;
  readonly more?: Partial<Policy>;
  readonly context?: Partial<RequestContext>;
  readonly decision: string;
  /** The messages of the reasons, each with kind `hole`. */
  readonly because?: readonly string[];
}

const bucket = (name: string): Partial<RequestContext> => ({ resources: [`obs:*:*:bucket:${name}`] });
const user = (...names: readonly string[]): Partial<RequestContext> => ({
  keys: new Map([['g:UserName', names]]),
});
const allObs = allow(['obs:*:*']);
const byName = (values: unknown) => ({ Condition: { StringEquals: { 'g:UserName': values } } });

const cases: readonly Case[] = [
  {
    what: 'a part of an action',
    document: doc(allow([`obs:${inText}`])),
    decision: 'conditional',
    because: [`part of \`obs:${whole}\` is not fixed, so nobody can tell what it matches`],
  },
  {
    what: 'an action',
    document: doc(allow([hole()])),
    decision: 'conditional',
    because: ['an action is not fixed, so nobody can tell what it matches'],
  },
  { what: 'a part that cannot become it', document: doc(allow([`ims:${inText}`])), decision: 'not-allowed' },
  { what: 'another operation of it', document: doc(allow([`obs:${inText}:list`])), decision: 'not-allowed' },
  { what: 'a hole beside what is sure', document: doc(allow([action, hole()])), decision: 'allowed' },
  {
    what: 'a Deny of any action',
    document: doc(allObs, deny(hole())),
    decision: 'conditional',
    because: ['an action is not fixed, so nobody can tell what it matches'],
  },
  { what: 'a Deny of other actions', document: doc(allObs, deny([`ims:${inText}`])), decision: 'allowed' },
  {
    what: 'an action there maybe',
    document: doc(allow([maybe(action)])),
    decision: 'conditional',
    because: ['`obs:bucket:get` is there under a condition only'],
  },
  {
    what: 'a denied action there maybe',
    document: doc(allObs, deny([maybe(action)])),
    decision: 'conditional',
    because: ['`obs:bucket:get` is there under a condition only'],
  },
  {
    what: 'an Effect',
    document: doc({ Effect: hole(), Action: [action] }),
    decision: 'conditional',
    because: ['the Effect of the statement is not fixed', 'the Effect of the statement is not fixed'],
  },
  {
    what: 'an Effect beside an Allow',
    document: doc(allObs, { Effect: hole(), Action: [action] }),
    decision: 'conditional',
    because: ['the Effect of the statement is not fixed'],
  },
  {
    what: 'an Effect beside a Deny',
    document: doc(deny([action]), { Effect: hole(), Action: [action] }),
    decision: 'denied',
  },
  {
    what: 'a statement there maybe',
    document: doc(maybe(allObs)),
    decision: 'conditional',
    because: ['the statement is there under a condition only'],
  },
  {
    what: 'a Deny there maybe',
    document: doc(allObs, maybe(deny([action]))),
    decision: 'conditional',
    because: ['the statement is there under a condition only'],
  },
  { what: 'a Deny there maybe, alone', document: doc(maybe(deny([action]))), decision: 'not-allowed' },
  {
    what: 'more statements',
    document: { Version: '1.1', Statement: open([allObs]) },
    decision: 'conditional',
    because: ['`main.tf` does not fix `var.more`, so the policy may grant or deny anything'],
  },
  {
    what: 'more statements beside none that matches',
    document: doc(allow(['ims:*:*']), hole('var.s')),
    decision: 'conditional',
    because: ['`main.tf` does not fix `var.s`, so the policy may grant or deny anything'],
  },
  { what: 'more statements beside a Deny', document: doc(deny([action]), hole()), decision: 'denied' },
  {
    what: 'the Version',
    document: { ...doc(deny([action])), Version: hole() },
    decision: 'conditional',
    because: [
      'the policy is not fixed',
      '`main.tf` does not fix `var.x`, so the policy may grant or deny anything',
    ],
  },
  {
    what: 'the policy',
    document: hole('var.policy'),
    decision: 'conditional',
    because: ['`main.tf` does not fix `var.policy`, so the policy may grant or deny anything'],
  },
  {
    what: 'a policy there maybe',
    document: maybe(doc(allObs)),
    decision: 'conditional',
    because: ['the policy is there under a condition only'],
  },
  {
    what: 'the layer',
    document: doc(allObs),
    more: { holes: [{ kind: 'layer', path: ['type'] }] },
    decision: 'conditional',
    because: ['whether the policy is declared for global or project-level services is not fixed'],
  },
  {
    what: 'a Condition',
    document: doc(allow([action], { Condition: hole() })),
    decision: 'conditional',
    because: ["allowed only while the statement's Condition holds, which is not fixed"],
  },
  {
    what: 'a Condition that is known to fail, with more tests',
    document: doc(allow([action], { Condition: open({ StringEquals: { 'g:UserName': ['ann'] } }) })),
    context: user('bob'),
    decision: 'conditional',
    because: ['allowed only while `g:UserName` is `ann`'],
  },
  {
    what: 'a value that may be the one',
    document: doc(allow([action], byName([`a${inText}`]))),
    context: user('ann'),
    decision: 'conditional',
    because: [`allowed only while \`g:UserName\` is \`a${whole}\``],
  },
  {
    what: 'a value that cannot be the one',
    document: doc(allow([action], byName([`a${inText}`]))),
    context: user('bob'),
    decision: 'not-allowed',
  },
  {
    what: 'a value beside the one',
    document: doc(allow([action], byName(open(['bob'])))),
    context: user('bob'),
    decision: 'allowed',
  },
  {
    what: 'a value there maybe',
    document: doc(allow([action], byName([maybe('bob'), 'ann']))),
    context: user('bob'),
    decision: 'conditional',
    because: ['allowed only while `g:UserName` is `bob` or `ann`'],
  },
  {
    what: 'a key',
    document: doc(allow([action], { Condition: { StringEquals: { [`obs:${inText}`]: ['a'] } } })),
    decision: 'conditional',
    because: [`allowed only while \`obs:${whole}\` is \`a\` (part of it is not fixed)`],
  },
  {
    what: 'a Resource',
    document: doc(allow([action], { Resource: hole() })),
    decision: 'conditional',
    because: [`allowed only for the resources \`${whole}\`, not all of which are fixed`],
  },
  {
    what: 'a resource beside all',
    document: doc(allow([action], { Resource: ['*', hole()] })),
    decision: 'allowed',
  },
  {
    what: 'all resources, maybe',
    document: doc(allow([action], { Resource: [maybe('*')] })),
    decision: 'conditional',
    because: ['allowed only for the resources `*`, not all of which are fixed'],
  },
  {
    what: 'a resource that may be the one',
    document: doc(allow([action], { Resource: [`obs:*:*:bucket:a${inText}`] })),
    context: bucket('ab'),
    decision: 'conditional',
    because: [`allowed only for the resources \`obs:*:*:bucket:a${whole}\`, not all of which are fixed`],
  },
  {
    what: 'a resource that cannot be the one',
    document: doc(allow([action], { Resource: [`obs:*:*:bucket:a${inText}`] })),
    context: bucket('b'),
    decision: 'not-allowed',
  },
  {
    what: 'a resource of a part of a service',
    document: doc(allow([action], { Resource: [`ob*:*:*:${inText}bucket:a`] })),
    context: bucket('b'),
    decision: 'conditional',
    because: [`allowed only for the resources \`ob*:*:*:${whole}bucket:a\`, not all of which are fixed`],
  },
  {
    what: 'a denied resource that cannot be the one',
    document: doc(allObs, deny([action], { Resource: [`obs:*:*:bucket:a${inText}`] })),
    context: bucket('b'),
    decision: 'allowed',
  },
];

describe('a policy with holes', () => {
  test.each(cases)('$what: $decision', ({ document, more, context = {}, decision, because = [] }) => {
    const policy = policyOfTree(document, more);
    const options = { language, context: { ...nothingKnown, ...context } };
    const decided = deciderOf(grantsOf([policy]), options).action(action, () => []);
    expect(decided.decision).toBe(decision);
    expect(decided.reasons.map(({ kind, message }) => `${kind}: ${message}`)).toEqual(
      because.map((message) => `hole: ${message}`),
    );
    expect(JSON.stringify(decided)).not.toContain(inText[0]);
  });

  test('of a role, as of any other, decides nothing for sure', () => {
    const role = policyOfTree({ Version: '1.0', Statement: [deny([`identity${inText}`])] }, { kind: 'role' });
    const decided = deciderOf(grantsOf([policyOfTree(doc(allow(['iam:*:*']))), role])).action(
      'iam:users:get',
      () => [],
    );
    expect(decided.decision).toBe('conditional');
  });
});

describe('a suggestion', () => {
  const suggestFor = (document: unknown) => {
    const grants = grantsOf([policyOfTree(document)]);
    const options = {
      language,
      context: nothingKnown,
      levelOf: () => 'project' as const,
      ignoreDependencies: false,
    };
    const question = {
      groups: [[wayOfActions([action], () => [])]],
      decide: (decider: ReturnType<typeof deciderOf>) => decider.action(action, () => []).decision,
    };
    return suggest(question, grants, options);
  };

  test('does not build on a hole', () => {
    expect(suggestFor(doc(allow(hole())))).toMatchObject({
      decision: 'allowed',
      policies: [{ actions: [action], decision: 'allowed' }],
      remaining: [],
    });
  });

  test.each([
    ['a Deny that may be', doc(deny(hole()))],
    ['statements that may be', doc(allow(['ims:*:*']), hole())],
    ['a Version', { ...doc(allow([action])), Version: hole() }],
  ])('says that %s stays in the way', (_, document) => {
    const { decision, remaining } = suggestFor(document);
    expect(decision).toBe('conditional');
    expect(remaining.map((obstacle) => 'kind' in obstacle && obstacle.kind)).toContain('hole');
  });
});

describe('two policies with holes', () => {
  const isSame = (one: unknown, other: unknown) =>
    haveSameLanguages(policyOfTree(one), policyOfTree(other), language);

  test.each<readonly [what: string, one: unknown, other: unknown, same: boolean]>([
    ['the same', doc(allow([`obs:${inText}`])), doc(allow([`obs:${inText}`])), true],
    ['one hole less', doc(allow([hole(), hole()])), doc(allow([hole()])), false],
    [
      'a hole that looks like another',
      doc(allow([`obs:${inText}`, `obs:${inText}`])),
      doc(allow([`obs:${inText}`])),
      false,
    ],
    [
      'an action that may be missing',
      doc(allow([action, maybe(action)])),
      doc(allow([maybe(action)])),
      false,
    ],
    [
      'what a sure one covers',
      doc(allow(['obs:*:*', action, hole()])),
      doc(allow(['obs:*:*', hole()])),
      true,
    ],
    [
      'what one covers that may be missing',
      doc(allow([maybe('obs:*:*'), action])),
      doc(allow([maybe('obs:*:*')])),
      false,
    ],
    ['a statement that may be missing', doc(allObs, maybe(allObs)), doc(maybe(allObs)), false],
    [
      'what a statement covers that may be missing',
      doc(maybe(allObs), allow([action])),
      doc(maybe(allObs)),
      false,
    ],
    [
      'a resource that is a hole',
      doc(allow([action], { Resource: ['a', hole(), hole()] })),
      doc(allow([action], { Resource: ['a', hole()] })),
      false,
    ],
    [
      'all resources, maybe',
      doc(allow([action], { Resource: [maybe('*'), 'a'] })),
      doc(allow([action], { Resource: ['*'] })),
      false,
    ],
    [
      'a Condition that is a hole',
      doc(allow([action], { Condition: hole() }), allow([action])),
      doc(allow([action])),
      true,
    ],
    [
      'a Condition in place of a hole',
      doc(allow([action], { Condition: hole() })),
      doc(allow([action], { Condition: [] })),
      false,
    ],
    ['more statements', { Version: '1.1', Statement: open([allObs]) }, doc(allObs), false],
  ])('%s', (_, one, other, same) => {
    expect(isSame(one, other)).toBe(same);
    expect(isSame(other, one)).toBe(same);
    expect(isSame(one, one)).toBe(true);
  });
});
