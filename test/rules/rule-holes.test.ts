import { describe, expect, test, vi } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { Policy, PolicyFile } from '../../src/model/policy.ts';
import { recognise } from '../../src/policy/document-kind.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { type RuleId, rules } from '../../src/rules/rules.ts';
import { fileOfTrees, hole, inText, maybe, open, policyOfTree, treeOf } from '../support/hole-trees.ts';
import { houseRules } from '../support/house-rules.ts';
import { worldOf } from '../support/rule-world.ts';

// The first to ask for the data waits for it.
vi.setConfig({ testTimeout: 120_000 });

/** A document as a value with holes, or as the text of a file, in which a hole is inside of a string. */
type Holey = string | { readonly document: unknown; readonly more?: Partial<Policy> };

interface Row {
  /** A hole leaves open whether there is anything wrong. */
  readonly unsure: readonly Holey[];
  /** It is wrong whatever the hole becomes. */
  readonly sure: readonly Holey[];
}

const doc = (statements: unknown, more: Partial<Policy> = {}): Holey => ({
  document: { Version: '1.1', Statement: statements },
  more,
});
const allow = (Action: unknown, more: object = {}) => ({ Effect: 'Allow', Action, ...more });
const deny = (Action: unknown, more: object = {}) => ({ Effect: 'Deny', Action, ...more });
/** A policy of one Allow. */
const allowing = (Action: unknown, more: object = {}): Holey => doc([allow(Action, more)]);
const when = (Condition: unknown, Action: unknown = ['ims:images:list']): Holey =>
  allowing(Action, { Condition });
const list = ['ims:images:list'];
/** A statement of which nothing is sure. */
const anyOf = allow(hole());
const anyDeny = deny(hole());
const text = (json: string): string => `{"Version": "1.1", "Statement": [${json}]}`;
const agency = 'iam:agencies:assume';
const uri = '/iam/agencies/0760a9e2a60026664f1fc0031f9f205e';
const identity = (statement: unknown): Holey => ({ document: { Version: '5.0', Statement: [statement] } });

/** Rules about documents; one is about the language around them. */
type DocumentRuleId = Exclude<RuleId, 'invalid-terraform'>;

const table: Readonly<Record<DocumentRuleId, Row>> = {
  // What the text itself is about, no hole makes unsure.
  'invalid-json': { unsure: [], sure: [text(`{"Effect": "Allow" "Action": ["ims:${inText}"]}`)] },
  'multiple-documents': {
    unsure: [],
    sure: [`${text(`{"Effect": "Allow", "Action": ["ims:${inText}"]}`)}\n${text('')}`],
  },
  'invalid-encoding': {
    unsure: [],
    sure: [`\uFEFF${text(`{"Effect": "Allow", "Action": ["ims:${inText}"]}`)}`],
  },
  'input-too-large': {
    unsure: [],
    sure: [
      text(
        `{"Effect": "Allow", "Action": ["ims:${inText}"], "Condition": ${'['.repeat(100)}${']'.repeat(100)}}`,
      ),
    ],
  },
  'foreign-document': {
    unsure: [
      {
        document: {
          Version: hole(),
          Statement: [{ Effect: 'Allow', Action: 's3:Get', Resource: 'arn:aws:s3:::a' }],
        },
      },
    ],
    sure: [`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:${inText}"}]}`],
  },
  'double-encoded-policy': {
    unsure: [],
    sure: [
      JSON.stringify({
        role: { display_name: 'a', type: 'XA', description: 'a', policy: text(`{"Effect": "${inText}"}`) },
      }),
    ],
  },
  'duplicate-member': {
    unsure: [
      text(`{"Effect": "Allow", "Action": ["ims:images:list"], "${inText}": ["a"], "${inText}": ["b"]}`),
    ],
    sure: [text(`{"Effect": "Allow", "Action": ["ims:${inText}"], "Action": ["ims:images:list"]}`)],
  },

  'missing-member': {
    unsure: [doc([open({ Action: list })]), { document: open({ Statement: [allow(list)] }) }],
    sure: [doc([{ Action: hole() }])],
  },
  'unknown-member': {
    unsure: [allowing(list, { [inText]: ['*'] })],
    sure: [allowing(hole(), { action: hole() }), doc([open(allow(list, { Extra: 'a' }))])],
  },
  'wrong-type': {
    unsure: [allowing(hole()), allowing(list, { Resource: inText }), allowing([hole()]), doc(hole())],
    sure: [allowing(`ims:${inText}`), allowing(list, { Resource: `obs:${inText}` }), doc([hole(), 'a'])],
  },
  'conflicting-members': {
    unsure: [identity({ Effect: 'Allow', Action: ['ims:*:*'], NotAction: maybe(['ims:images:delete']) })],
    sure: [identity({ Effect: 'Allow', Action: hole(), NotAction: ['ims:images:delete'] })],
  },
  'empty-list': {
    unsure: [allowing(open([])), allowing([maybe('ims:images:list')])],
    sure: [doc([anyOf, allow([])])],
  },
  'invalid-version': {
    unsure: [
      { document: { Version: `1.${inText}`, Statement: [allow(list)] } },
      { document: { Version: hole(), Statement: [allow(list)] } },
    ],
    sure: [{ document: { Version: `1.2${inText}`, Statement: [anyOf] } }],
  },
  'invalid-effect': {
    unsure: [doc([{ Effect: hole(), Action: list }]), doc([{ Effect: `A${inText}`, Action: list }])],
    sure: [doc([{ Effect: `a${inText}`, Action: list }]), doc([{ Effect: 'allow', Action: hole() }])],
  },
  'role-as-custom-policy': {
    unsure: [
      { document: { Version: hole(), Statement: [allow(list)] } },
      { document: { Version: '1.0', Statement: [allow([`ims:${inText}`])] } },
      { document: { Version: '1.0', Statement: open([allow(list)]) } },
    ],
    sure: [{ document: { Version: '1.0', Statement: [allow(list, { Resource: hole() })] } }],
  },
  'depends-in-custom-policy': {
    unsure: [{ document: { Version: '1.1', Statement: [allow(list)], Depends: hole() } }],
    sure: [
      {
        document: { Version: '1.1', Statement: [anyOf], Depends: [hole(), { display_name: 'Tenant Guest' }] },
      },
    ],
  },
  'limit-exceeded': {
    unsure: [
      doc(Array.from({ length: 9 }, (_, i) => (i === 0 ? maybe(allow(list)) : allow([`ims:images:${i}`])))),
      allowing(Array.from({ length: 101 }, (_, i) => (i < 2 ? hole() : `ims:images:${i}`))),
      allowing(list, { Resource: [`obs:*:*:object:${inText.repeat(40)}`] }),
      allowing(list, { Resource: [`obs:*:*:object:${inText.repeat(2100)}`] }),
      doc([allow(list)], { root: ['policy'], displayName: inText.repeat(50) }),
    ],
    sure: [
      doc(Array.from({ length: 9 }, (_, i) => allow([`ims:${inText}:${i}`]))),
      allowing(open(Array.from({ length: 101 }, (_, i) => `ims:images:${i}`))),
      allowing(list, { Resource: [`obs:*:*:object:${inText}${'a'.repeat(200)}`] }),
    ],
  },
  'foreign-syntax': {
    unsure: [allowing(list, { Resource: [`${inText}:aws:s3:::a`] })],
    sure: [allowing(list, { Resource: [`arn:aws:s3:::${inText}`] })],
  },
  'placeholder-left': {
    unsure: [
      allowing(list, { Resource: [`obs:*:*:object:${inText}/*`, hole(), `obs:*:*:object:{${inText}}`] }),
      when({ [inText]: { [inText]: [inText] } }),
      { document: { Version: inText, Statement: [{ Effect: inText, Action: hole() }] } },
      allowing(list, { Resource: [`obs:*:*:object:%X%${inText}`] }),
    ],
    sure: [allowing(list, { Resource: [`obs:*:*:object:<bucket name>/${inText}`] })],
  },

  'malformed-action': {
    unsure: [allowing([`ims:${inText}`, inText, hole()])],
    sure: [allowing([hole(), 'ims:images'])],
  },
  'partial-service-wildcard': {
    unsure: [allowing([`im*${inText}:images:list`])],
    sure: [allowing([hole(), 'im*:images:list'])],
  },
  'question-mark-in-action': {
    unsure: [allowing([`ims:images:?${inText}`])],
    sure: [allowing([`ims:images:${inText}`, 'ims:images:?et'])],
  },
  'unknown-service': {
    unsure: [allowing([`imss${inText}:images:list`])],
    sure: [allowing([hole(), 'imss:images:list'])],
  },
  'unknown-action': {
    unsure: [allowing([`ims:image:${inText}`, `ims:image${inText}:list`])],
    sure: [allowing([hole(), 'ims:image:list'])],
  },
  'pattern-matches-nothing': {
    unsure: [allowing([`ims:image${inText}:*`]), allowing(['ims:image:get*', hole()])],
    sure: [allowing(['ims:image:*', hole()])],
  },
  'uppercase-service': {
    unsure: [allowing([`IMS:${inText}:list`])],
    sure: [allowing([hole(), 'IMS:images:list'])],
  },
  'action-case': {
    unsure: [allowing([`ims:serverimages:${inText}`])],
    sure: [allowing([hole(), 'ims:serverimages:create'])],
  },
  'renamed-action': {
    unsure: [
      allowing(['obs:bucket:GetCoat', hole()]),
      doc([allow(['obs:bucket:GetCoat']), hole()]),
      doc([allow(['obs:bucket:GetCoat']), maybe({ Effect: hole(), Action: ['obs:bucket:GetBucketPaint'] })]),
      doc([allow(['obs:bucket:GetCoat']), { Effect: hole(), Action: [`obs:${inText}`] }]),
    ],
    sure: [doc([allow(['obs:bucket:GetCoat'], { Resource: hole() }), anyDeny])],
  },
  'duplicate-action': {
    unsure: [
      allowing([`ims:${inText}`, `ims:${inText}`]),
      allowing([hole(), hole()]),
      allowing(['ims:images:list', maybe('ims:images:list')]),
    ],
    sure: [allowing([hole(), 'ims:images:list', 'ims:images:list'])],
  },
  'redundant-action': {
    unsure: [
      allowing(['ims:images:list', `ims:images:${inText}`]),
      allowing([maybe('ims:images:*'), 'ims:images:list']),
      doc([maybe(allow(['ims:images:*'])), allow(list, { Resource: ['*'] })]),
      doc([{ Effect: hole(), Action: ['ims:images:*'] }, allow(list)]),
      doc([allow(['ims:images:*'], { Condition: hole() }), allow(list)]),
    ],
    sure: [allowing([hole(), 'ims:images:*', 'ims:images:list'])],
  },
  'duplicate-statement': {
    unsure: [
      doc([anyOf, anyOf]),
      doc([allow(list, { Resource: hole() }), allow(list, { Resource: hole() })]),
      doc([allow(list, { Condition: hole() }), allow(list, { Condition: hole() })]),
      doc([maybe(allow(list)), maybe(allow(list))]),
      doc([{ Effect: hole(), Action: list }, allow(list)]),
    ],
    sure: [doc([anyOf, allow(list), allow(list)])],
  },
  'overridden-allow': {
    unsure: [
      doc([allow(list), anyDeny]),
      doc([allow(list), maybe(deny(list))]),
      doc([allow(list), deny([maybe('ims:images:list')])]),
      doc([allow(list), deny(list, { Condition: hole() })]),
      doc([allow(list), { Effect: hole(), Action: list }]),
      doc([{ Effect: hole(), Action: list }, deny(['ims:images:*'])]),
      doc([allow([`ims:images:${inText}`]), deny(['ims:*:*'])]),
    ],
    sure: [doc([allow(['ims:images:list', hole()]), deny(['ims:images:*', hole()])])],
  },
  'deny-only-policy': {
    unsure: [
      doc([deny(list), { Effect: hole(), Action: list }]),
      doc(open([deny(list)])),
      doc([deny(list), hole()]),
      doc([deny(list), maybe(allow(list))]),
    ],
    sure: [doc([anyDeny])],
  },

  'partial-api': {
    unsure: [
      allowing(['vpc:routers:addInterface', hole()]),
      doc([allow(['vpc:routers:addInterface']), hole()]),
      doc([allow(['vpc:routers:addInterface']), anyDeny]),
      doc([allow(['vpc:routers:addInterface']), { Effect: hole(), Action: ['vpc:*:*'] }]),
    ],
    sure: [allowing(['vpc:routers:addInterface', `ims:${inText}`])],
  },
  'missing-dependency': {
    unsure: [
      allowing(['ecs:servers:setMetadata', hole()]),
      doc([allow(['ecs:servers:setMetadata']), anyDeny]),
      doc(open([allow(['ecs:servers:setMetadata'])])),
      allowing(['ecs:servers:setMetadata'], { Condition: { Bool: { 'g:MFAPresent': hole() } } }),
    ],
    sure: [allowing(['ecs:servers:setMetadata', `ims:${inText}`])],
  },
  'no-enterprise-project-support': {
    unsure: [
      allowing([`ims:images:share${inText}`]),
      doc([{ Effect: hole(), Action: ['ims:images:share'] }]),
    ],
    sure: [allowing(['ims:images:share', hole()])],
  },
  'mixed-service-levels': {
    unsure: [
      allowing(['ims:images:*', `obs:${inText}`]),
      allowing(['ims:images:*', maybe('obs:bucket:*')]),
      doc([allow(['ims:images:*']), maybe(allow(['obs:bucket:*']))]),
      allowing(['ims:images:*', agency, hole()]),
    ],
    sure: [allowing(['ims:images:*', 'obs:bucket:*', hole()])],
  },
  'layer-mismatch': {
    unsure: [
      doc([allow(['ims:images:list', hole()])], { root: ['role', 'policy'], layer: 'AX' }),
      doc(open([allow(list)]), { root: ['role', 'policy'], layer: 'AX' }),
    ],
    sure: [doc([allow(list, { Resource: hole() })], { root: ['role', 'policy'], layer: 'AX' })],
  },
  'deprecated-api-only': {
    unsure: [
      allowing([`smn:application:${inText}`]),
      doc([{ Effect: hole(), Action: ['smn:application:publish'] }]),
    ],
    sure: [allowing(['smn:application:publish', hole()])],
  },
  'disputed-requirement': {
    unsure: [allowing(['evs:snapshots:rollback', hole()]), doc([allow(['evs:snapshots:rollback']), anyDeny])],
    sure: [allowing(['evs:snapshots:rollback'])],
  },

  'malformed-resource': {
    unsure: [
      allowing(['obs:object:GetObject'], { Resource: [`obs:object:${inText}`, hole()] }),
      allowing(hole(), { Resource: ['obs:object:a'] }),
    ],
    sure: [allowing(['obs:object:GetObject', hole()], { Resource: [hole(), 'obs:object:a'] })],
  },
  'resource-service-mismatch': {
    unsure: [
      allowing(['obs:object:GetObject', hole()], { Resource: ['kms:*:*:KeyId:*'] }),
      allowing(['obs:object:GetObject'], { Resource: [`${inText}:*:*:KeyId:*`] }),
    ],
    sure: [allowing(['obs:object:GetObject'], { Resource: [hole(), 'kms:*:*:KeyId:*'] })],
  },
  'resource-type-mismatch': {
    unsure: [
      allowing(['obs:bucket:ListBucket', 'obs:object:GetObject'], {
        Resource: ['obs:*:*:object:a/*', hole()],
      }),
      allowing(['obs:bucket:ListBucket', 'obs:object:GetObject'], {
        Resource: ['obs:*:*:object:a/*', `obs:${inText}`],
      }),
      allowing(['obs:object:GetObject', hole()], { Resource: ['obs:*:*:object:a/*', 'obs:*:*:bucket:a'] }),
    ],
    sure: [
      allowing(['obs:bucket:ListBucket', 'obs:object:GetObject', hole()], {
        Resource: ['obs:*:*:object:a/*'],
      }),
    ],
  },
  'resource-not-supported': {
    unsure: [
      allowing(hole(), { Resource: ['cce:*:*:cluster:a'] }),
      allowing(['cce:cluster:delete'], { Resource: [`cce:*:*:cluster:${inText}`] }),
    ],
    sure: [allowing(['cce:cluster:delete', hole()], { Resource: [hole(), 'cce:*:*:cluster:a'] })],
  },
  'resource-case': {
    unsure: [allowing(['obs:object:GetObject'], { Resource: [`Obs:*:*:object:${inText}`] })],
    sure: [allowing(hole(), { Resource: [hole(), 'Obs:*:*:object:a'] })],
  },
  'agency-resource-shape': {
    unsure: [
      allowing([agency], { Resource: { uri: [`/iam/agencies/${inText}`, inText, hole()] } }),
      allowing([agency], { Resource: hole() }),
      allowing([agency, hole()], { Resource: ['iam:*:*:agency:a'] }),
      allowing(['ims:images:list', hole()], { Resource: { uri: [uri] } }),
    ],
    sure: [
      allowing([agency], { Resource: { uri: [hole(), 'a/b'] } }),
      allowing([agency], { Resource: [hole(), 'iam:*:*:agency:a'] }),
    ],
  },
  'agency-action-mixed': {
    unsure: [
      allowing([agency, hole()], { Resource: { uri: [uri] } }),
      allowing([agency, maybe('iam:users:listUsers')], { Resource: { uri: [uri] } }),
    ],
    sure: [allowing([agency, 'iam:users:listUsers', hole()], { Resource: hole() })],
  },
  'agency-without-resource': {
    unsure: [
      allowing([agency, hole()]),
      doc([open(allow([agency]))]),
      allowing([agency], { Resource: hole() }),
    ],
    sure: [allowing([agency], { Condition: hole() })],
  },

  'unknown-operator': {
    unsure: [
      when({ [`StringEqual${inText}`]: { 'g:UserName': ['a'] } }),
      when({ DateEquals: { [`g:${inText}`]: ['a'] } }),
    ],
    sure: [when({ StringEqual: { 'g:UserName': hole() } })],
  },
  'unknown-condition-key': {
    unsure: [
      when({ StringEquals: { [`g:Username${inText}`]: ['a'] } }),
      when({ StringEquals: { 'obs:prefixx': ['a'] } }, hole()),
    ],
    sure: [when({ StringEquals: { 'g:Username': hole() } }, hole())],
  },
  'foreign-condition-key': {
    unsure: [
      when({ StringEquals: { 'obs:prefix': ['a'] } }, ['ims:images:list', hole()]),
      when({ StringEquals: { [`aws${inText}`]: ['a'] } }),
    ],
    sure: [
      when({ StringEquals: { 'obs:prefix': hole() } }, [`ims:${inText}`]),
      when({ StringEquals: { 'aws:username': ['a'] } }, hole()),
    ],
  },
  'condition-type-mismatch': {
    unsure: [when({ [`String${inText}`]: { 'g:CurrentTime': ['2026-06-01T00:00:00Z'] } })],
    sure: [when(open({ StringEquals: { 'g:CurrentTime': hole() } }), hole())],
  },
  'invalid-condition-value': {
    unsure: [when({ DateLessThan: { 'g:CurrentTime': [`2026-${inText}`, hole()] } })],
    sure: [when({ DateLessThan: { 'g:CurrentTime': [hole(), '2026-06-01'] } })],
  },
  'condition-value-not-list': {
    unsure: [when({ Bool: { 'g:MFAPresent': hole() } })],
    sure: [when({ Bool: { 'g:MFAPresent': inText } })],
  },
  'empty-condition': {
    unsure: [
      when(open({})),
      when({ Bool: open({}) }),
      when({ Bool: { 'g:MFAPresent': open([]) } }),
      when(hole()),
    ],
    sure: [when({ Bool: { 'g:MFAPresent': [] }, StringEquals: hole() })],
  },
  'null-with-if-exists': {
    unsure: [when({ [`Null${inText}`]: { 'g:MFAAge': ['true'] } })],
    sure: [when({ NullIfExists: { 'g:MFAAge': hole() } })],
  },
  'mfa-age-without-mfa': {
    unsure: [
      when(open({ NumberLessThan: { 'g:MFAAge': ['3600'] } })),
      when({ NumberLessThan: { 'g:MFAAge': ['3600'] }, Bool: { [`g:MFA${inText}`]: ['true'] } }),
      when({ NumberLessThan: { 'g:MFAAge': ['3600'] }, Bool: hole() }),
    ],
    sure: [when({ NumberLessThan: { 'g:MFAAge': hole() } })],
  },
  'contradictory-condition': {
    unsure: [
      when({
        DateLessThan: { 'g:CurrentTime': hole() },
        DateGreaterThan: { 'g:CurrentTime': ['2026-06-01T00:00:00Z'] },
      }),
      when(open({ Bool: { 'g:MFAPresent': ['true'] }, BoolIfExists: { 'g:MFAPresent': ['false'] } })),
    ],
    sure: [
      when({
        Bool: { 'g:MFAPresent': ['true'] },
        BoolIfExists: { 'g:MFAPresent': ['false'] },
        StringEquals: { 'g:UserName': hole() },
      }),
    ],
  },
  'always-true-condition': {
    unsure: [when({ BoolIfExists: { 'g:MFAPresent': ['true', hole()] } })],
    sure: [when({ BoolIfExists: { 'g:MFAPresent': ['true', 'false', hole()] } })],
  },

  'full-administrator': {
    unsure: [
      allowing([hole(), `*:*:${inText}`]),
      doc([allow(['*:*:*']), anyDeny]),
      doc(open([allow(['*:*:*'])])),
      doc([{ Effect: hole(), Action: ['*:*:*'] }]),
      doc([open(allow(['*:*:*']))]),
      allowing(['*:*:*'], { Condition: hole() }),
      allowing(['*:*:*'], { Resource: hole() }),
      allowing(['*:*:*'], { Resource: [maybe('*')] }),
      identity(allow(['*'], { Condition: hole() })),
      { document: { Version: '5.0', Statement: open([allow(['*'])]) } },
    ],
    sure: [allowing(['*:*:*', hole()]), doc([maybe(allow(['*:*:*']))]), identity(allow(['*', hole()]))],
  },
  'privilege-escalation': {
    unsure: [
      doc([maybe({ Effect: hole(), Action: ['iam:permissions:addUserToGroup'] })]),
      allowing([`iam:permissions:${inText}`]),
      doc([allow(['iam:permissions:addUserToGroup']), deny([`iam:${inText}`])]),
      doc([allow(['iam:permissions:addUserToGroup']), deny(['iam:*:*'], { Condition: hole() })]),
    ],
    sure: [allowing(['iam:permissions:addUserToGroup', hole()])],
  },
  'assume-any-agency': {
    unsure: [
      allowing([agency], { Resource: { uri: [`/iam/agencies/${inText}`] } }),
      allowing([agency, hole()], { Resource: { uri: ['/iam/agencies/*'] } }),
      doc([allow([agency], { Resource: { uri: ['/iam/agencies/*'] } }), anyDeny]),
    ],
    sure: [allowing([agency], { Resource: { uri: [hole(), '/iam/agencies/*'] } })],
  },
  'credential-exposure': {
    unsure: [
      allowing([`iam:credentials:${inText}`]),
      doc([allow(['iam:credentials:createCredential']), hole()]),
    ],
    sure: [allowing(['iam:credentials:createCredential', hole()])],
  },
  'image-exfiltration': {
    unsure: [allowing([`ims:images:${inText}`]), allowing(['ims:images:share'], { Condition: hole() })],
    sure: [allowing(['ims:images:share', hole()])],
  },
  'service-administrator': {
    unsure: [allowing([`ims:*:${inText}`]), doc([allow(['ims:*:*']), anyDeny])],
    sure: [allowing(['ims:*:*', hole()])],
  },
  'destructive-without-mfa': {
    unsure: [
      allowing(['ims:images:delete'], { Condition: hole() }),
      allowing(['ims:images:delete'], { Condition: { Bool: { 'g:MFAPresent': hole() } } }),
      allowing([`ims:images:${inText}`]),
      doc([open(allow(['ims:images:delete']))]),
    ],
    sure: [allowing(['ims:images:delete', hole()])],
  },

  'forbidden-access': {
    unsure: [
      allowing([hole()]),
      doc([allow(['ims:images:delete']), anyDeny]),
      allowing(['ims:images:delete'], { Condition: hole() }),
      doc([{ Effect: hole(), Action: ['ims:images:delete'] }]),
    ],
    sure: [allowing(['ims:images:delete', hole()])],
  },
  'required-condition': {
    unsure: [
      allowing(['ims:images:delete'], { Condition: hole() }),
      allowing(['ims:images:delete'], { Condition: { Bool: { 'g:MFAPresent': hole() } } }),
      doc([open(allow(['ims:images:delete']))]),
      doc([allow(['ims:images:delete']), anyDeny]),
      allowing([`ims:images:${inText}`]),
    ],
    sure: [allowing(['ims:images:delete', hole()])],
  },
  'service-not-listed': {
    unsure: [
      allowing([`cce${inText}:cluster:list`]),
      doc([{ Effect: hole(), Action: ['cce:cluster:list'] }]),
    ],
    sure: [allowing(['cce:cluster:list', hole()])],
  },
};

const house = `
house:
  forbidden-access: [{ actions: ['ims:images:delete'], reason: r }]
  required-condition: [{ actions: ['ims:*:delete*'], key: g:MFAPresent, operator: Bool, values: ['true'], reason: r }]
  service-not-listed: [{ services: [ims, ecs], reason: r }]
`;

function fileOf(holey: Holey): PolicyFile {
  if (typeof holey === 'string') return readPolicyFile('policy.json', holey);
  const { kind } = recognise(treeOf(holey.document), { text: '', broken: false, strict: false });
  if (kind === 'none' || kind === 'foreign') throw new Error('the document is a policy');
  return fileOfTrees(policyOfTree(holey.document, { kind, ...holey.more }));
}

function isFound(rule: Rule, holey: Holey): boolean {
  const world = worldOf(rule.id);
  const options = {
    ...world,
    house: houseRules(house, world),
    rules: [rule],
    severities: { [rule.id]: 'on' },
  };
  return lintFile(fileOf(holey), options).length > 0;
}

const ofDocuments = rules.filter(
  (rule): rule is Extract<(typeof rules)[number], { readonly id: DocumentRuleId }> =>
    rule.id !== 'invalid-terraform',
);

describe.each(ofDocuments.map((rule): Rule & { readonly id: DocumentRuleId } => rule))('$id', (rule) => {
  const { unsure, sure } = table[rule.id];

  test('claims nothing that a hole leaves open', () => {
    expect(unsure.map((holey) => isFound(rule, holey))).toEqual(unsure.map(() => false));
  });

  test('says what no hole changes', () => {
    expect(sure).not.toEqual([]);
    expect(sure.map((holey) => isFound(rule, holey))).toEqual(sure.map(() => true));
  });
});
