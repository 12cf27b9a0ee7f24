import { describe, expect, test } from 'vitest';
import { couldBecome, withHolesShown } from '../../src/model/hole.ts';
import type { Statement } from '../../src/model/policy.ts';
import { recognise } from '../../src/policy/document-kind.ts';
import { findDocuments } from '../../src/policy/find-documents.ts';
import { charactersOf } from '../../src/policy/text-size.ts';
import { hole, inText, maybe, open, policyOfTree, treeOf } from '../support/hole-trees.ts';

const action = 'ims:images:list';
const allow = { Effect: 'Allow', Action: [action] };
const document = (...statements: readonly unknown[]) => ({ Version: '1.1', Statement: statements });

/** What is said of the parts of a statement, without places. */
function partsOf({ effect, actions, resource, condition, unsure }: Statement) {
  const textsOf = (list: readonly { readonly text: string; readonly maybe?: true }[]) =>
    list.map(({ text, maybe: there }) => `${withHolesShown(text)}${there ? ' maybe' : ''}`);
  return {
    effect,
    actions: textsOf(actions),
    ...(resource.kind === 'list' ? { resources: textsOf(resource.resources) } : {}),
    ...(resource.kind === 'agencies' ? { agencies: textsOf(resource.uris) } : {}),
    ...(condition === undefined
      ? {}
      : {
          condition: condition.tests.map(({ operator, key, values }) =>
            withHolesShown([operator, key, ...textsOf(values)].join(' ')),
          ),
          readable: condition.readable,
        }),
    ...(unsure === undefined ? {} : { unsure }),
  };
}

const whole = '${' + '…}';
const sure = { effect: 'allow', actions: [action] };

describe('a document with holes', () => {
  test.each<readonly [what: string, statement: unknown, parts: readonly object[]]>([
    [
      'a part of an action',
      { ...allow, Action: [`ims:${inText}`] },
      [{ ...sure, actions: [`ims:${whole}`] }],
    ],
    ['an action', { ...allow, Action: [action, hole()] }, [{ ...sure, actions: [action, whole] }]],
    ['an Action', { ...allow, Action: hole() }, [{ ...sure, actions: [whole] }]],
    ['more actions', { ...allow, Action: open([action]) }, [{ ...sure, actions: [action, whole] }]],
    ['only more actions', { ...allow, Action: open([]) }, [{ ...sure, actions: [whole] }]],
    [
      'an action there maybe',
      { ...allow, Action: [maybe(action)] },
      [{ ...sure, actions: [`${action} maybe`] }],
    ],
    [
      'an Action there maybe',
      { ...allow, Action: maybe([action]) },
      [{ ...sure, actions: [`${action} maybe`, whole] }],
    ],
    [
      'an Effect',
      { ...allow, Effect: hole() },
      [
        { ...sure, unsure: 'effect' },
        { ...sure, effect: 'deny', unsure: 'effect' },
      ],
    ],
    [
      'a part of an Effect',
      { ...allow, Effect: `D${inText}` },
      [{ ...sure, effect: 'deny', unsure: 'effect' }],
    ],
    [
      'an Effect there maybe',
      { ...allow, Effect: maybe('Allow') },
      [
        { ...sure, unsure: 'effect' },
        { ...sure, effect: 'deny', unsure: 'effect' },
      ],
    ],
    ['a statement there maybe', maybe(allow), [{ ...sure, unsure: 'maybe-there' }]],
    [
      'a statement there maybe with an open Effect',
      maybe({ ...allow, Effect: hole() }),
      [
        { ...sure, unsure: 'maybe-there-and-effect' },
        { ...sure, effect: 'deny', unsure: 'maybe-there-and-effect' },
      ],
    ],
    ['a statement with more members', open(allow), [{ ...sure, unsure: 'members' }]],
    [
      'a statement with a member of an unknown name',
      { ...allow, [inText]: ['*'] },
      [{ ...sure, unsure: 'members' }],
    ],
    ['a Resource', { ...allow, Resource: hole() }, [{ ...sure, resources: [whole] }]],
    ['resources', { ...allow, Resource: ['a', hole()] }, [{ ...sure, resources: ['a', whole] }]],
    [
      'a Resource there maybe',
      { ...allow, Resource: maybe(['*']) },
      [{ ...sure, resources: ['* maybe', whole] }],
    ],
    ['a Resource that is one text', { ...allow, Resource: inText }, [{ ...sure, resources: [whole] }]],
    ['agencies', { ...allow, Resource: { uri: hole() } }, [{ ...sure, agencies: [whole] }]],
    [
      'a Resource with more members',
      { ...allow, Resource: open({ uri: ['a'] }) },
      [{ ...sure, agencies: ['a', whole] }],
    ],
    [
      'agencies there maybe',
      { ...allow, Resource: maybe({ uri: ['a'] }) },
      [{ ...sure, resources: [whole] }],
    ],
    ['a Condition', { ...allow, Condition: hole() }, [{ ...sure, condition: [], readable: false }]],
    [
      'the keys of an operator',
      { ...allow, Condition: { Bool: hole() } },
      [{ ...sure, condition: [], readable: false }],
    ],
    [
      'the values of a key',
      { ...allow, Condition: { Bool: { 'g:MFAPresent': hole() } } },
      [{ ...sure, condition: [`Bool g:MFAPresent ${whole}`], readable: true }],
    ],
    [
      'a value',
      { ...allow, Condition: { Bool: { 'g:MFAPresent': ['true', hole(), maybe('false')] } } },
      [{ ...sure, condition: [`Bool g:MFAPresent true ${whole} false maybe`], readable: true }],
    ],
    [
      'a Condition with more operators',
      { ...allow, Condition: open({ Bool: { 'g:MFAPresent': ['true'] } }) },
      [{ ...sure, condition: ['Bool g:MFAPresent true'], readable: false }],
    ],
    [
      'a key there maybe',
      { ...allow, Condition: { Bool: { 'g:MFAPresent': maybe(['true']) } } },
      [{ ...sure, condition: [`Bool g:MFAPresent true maybe ${whole}`], readable: false }],
    ],
  ])('%s', (_, statement, parts) => {
    const policy = policyOfTree(document(statement));
    expect(policy.statements.map(partsOf)).toEqual(parts);
    expect(policy.faults).toEqual([]);
    const isOpen = parts.some((part) => 'unsure' in part && part.unsure === 'members');
    expect(policy.holes?.map(({ kind }) => kind) ?? []).toEqual(isOpen ? ['statements'] : []);
  });

  test.each<readonly [what: string, document: unknown, holes: readonly object[]]>([
    ['the document', hole('var.policy'), [{ kind: 'document', path: [], written: 'var.policy' }]],
    ['more members', open(document(allow)), [{ kind: 'document', path: [], written: 'var.more' }]],
    [
      'the Version',
      { ...document(allow), Version: hole() },
      [{ kind: 'document', path: ['Version'], written: 'var.x' }],
    ],
    [
      'a part of the Version',
      { ...document(allow), Version: `1.${inText}` },
      [{ kind: 'document', path: ['Version'] }],
    ],
    [
      'a Version there maybe',
      { ...document(allow), Version: maybe('1.1') },
      [{ kind: 'document', path: ['Version'] }],
    ],
    [
      'the statements',
      { Version: '1.1', Statement: hole() },
      [{ kind: 'statements', path: ['Statement'], written: 'var.x' }],
    ],
    [
      'more statements',
      { Version: '1.1', Statement: open([allow]) },
      [{ kind: 'statements', path: ['Statement'], written: 'var.more' }],
    ],
    [
      'a statement',
      document(allow, hole('var.s')),
      [{ kind: 'statements', path: ['Statement', 1], written: 'var.s' }],
    ],
    [
      'the statements there maybe',
      { Version: '1.1', Statement: maybe([allow]) },
      [{ kind: 'statements', path: ['Statement'] }],
    ],
  ])('%s may be anything', (_, value, holes) => {
    const policy = policyOfTree(value);
    expect(policy.holes).toEqual(holes);
    expect(policy.faults).toEqual([]);
  });

  test('it may be there maybe as a whole', () => {
    expect(policyOfTree(maybe(document(allow)))).toMatchObject({ maybe: true, faults: [] });
  });

  test.each<readonly [what: string, document: unknown, faults: readonly string[]]>([
    [
      'an Effect that nothing makes one',
      document({ ...allow, Effect: `Permit${inText}` }),
      ['invalid-effect'],
    ],
    [
      'a Version that nothing makes one',
      { ...document(allow), Version: `2012${inText}` },
      ['invalid-version'],
    ],
    ['an Action that is a text', document({ ...allow, Action: `ims:${inText}` }), ['wrong-type']],
    ['a Resource that is a text', document({ ...allow, Resource: `obs:${inText}` }), ['wrong-type']],
    ['an unknown member', document({ ...allow, Extra: hole() }), ['unknown-member']],
    ['a name that nothing makes known', document({ ...allow, [`X${inText}`]: 'a' }), ['unknown-member']],
    ['an empty list', document({ ...allow, Action: [] }), ['empty-list']],
    ['a member that is missing', document({ Action: hole() }), ['missing-member']],
  ])('%s stays a fault', (_, value, faults) => {
    expect(policyOfTree(value).faults.map(({ kind }) => kind)).toEqual(faults);
  });

  test('a misspelt member is not told to be another one that may be there', () => {
    expect(policyOfTree(document({ ...allow, Resources: ['*'] })).faults).toMatchObject([
      { meant: 'Resource' },
    ]);
    const [fault] = policyOfTree(document(open({ ...allow, Resources: ['*'] }))).faults;
    expect(fault).toMatchObject({ kind: 'unknown-member' });
    expect(fault).not.toHaveProperty('meant');
  });
});

describe('a document with holes is recognised', () => {
  const options = { text: '', broken: false, strict: false };

  test.each<readonly [what: string, document: unknown, kind: string]>([
    ['as a whole', hole(), 'policy'],
    ['by its Statement', { Version: hole(), Statement: hole() }, 'policy'],
    ['by its Version', { Version: '1.0', Statement: hole() }, 'role'],
    [
      'as no other cloud by its resources, where its Version may be any',
      { Version: hole(), Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: ['arn:aws:s3:::b'] }] },
      'policy',
    ],
    [
      'as another cloud by its Version',
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: hole() }] },
      'foreign',
    ],
  ])('%s', (_, value, kind) => {
    expect(recognise(treeOf(value), options).kind).toBe(kind);
  });

  test('in an envelope', () => {
    const role = { role: { display_name: `a${inText}`, type: hole(), policy: hole() } };
    const [found] = findDocuments(treeOf(role), false, options);
    expect(found).toMatchObject({
      path: ['role', 'policy'],
      recognised: { kind: 'policy' },
      envelope: { layerHole: ['role', 'type'] },
    });
    expect(found?.envelope).not.toHaveProperty('layer');
  });
});

test('a document is at least so long as what is fixed of it', () => {
  const known = { Version: '1.1', Statement: [{ Action: ['ims:'] }] };
  const holey = { Version: '1.1', Statement: [{ Action: [`ims:${inText}`] }] };
  expect(charactersOf(treeOf(holey))).toBe(charactersOf(treeOf(known)));
});

test.each<readonly [text: string, other: string, could: boolean]>([
  [inText, '', true],
  [inText, 'a:b', true],
  [`a${inText}`, 'ba', false],
  [`a${inText}b`, 'ab', true],
  [`ab${inText}bc`, 'abc', false],
  [`${inText}b${inText}c`, 'abbc', true],
  [`${inText}b${inText}c`, 'ac', false],
  ['a', 'a', true],
  ['a', 'b', false],
])('%j may become %j: %s', (text, other, could) => {
  expect(couldBecome(text, other)).toBe(could);
});
