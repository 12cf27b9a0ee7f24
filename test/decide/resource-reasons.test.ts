import { expect, test } from 'vitest';
import type { Language } from '../../src/model/language.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { deciderOf, grantsOf } from '../support/statements.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

interface Case {
  readonly name: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly known?: readonly string[];
  readonly asked?: string;
  /** Message and resources of the residue, in their order. */
  readonly reasons: readonly (readonly [message: RegExp, residue: readonly string[] | undefined])[];
}

const mine = 'obs:*:*:bucket:mine';
const file = 'obs:*:*:object:mine/a';
const list = 'obs:bucket:ListAllMyBuckets';

test.each<Case>([
  {
    name: 'a bucket that has to be asked about',
    action: 'obs:bucket:ListBucket',
    resources: [mine],
    reasons: [[/^allowed only for the resources `obs:\*:\*:bucket:mine`$/, [mine]]],
  },
  {
    name: 'no resource makes an action sure that applies to all',
    action: list,
    resources: [mine],
    reasons: [[/^`obs:bucket:ListAllMyBuckets` applies to all resources, so whether /, undefined]],
  },
  {
    name: 'nor does the one that is asked about',
    action: list,
    resources: [mine],
    known: [mine],
    reasons: [[/applies to all resources/, undefined]],
  },
  {
    name: 'of a pattern both are said',
    action: 'obs:bucket:List*',
    asked: 'obs:bucket:List*',
    resources: [mine],
    reasons: [
      [/^allowed only for the resources/, [mine]],
      [/applies to all resources/, undefined],
    ],
  },
  {
    name: 'resources of another type are no way out',
    action: 'obs:bucket:ListBucket',
    resources: [file, mine],
    reasons: [[/^allowed only for the resources/, [mine]]],
  },
  {
    name: 'where all are of another type, nothing is',
    action: 'obs:bucket:ListBucket',
    resources: [file],
    reasons: [[/ are of another type than `obs:bucket:ListBucket` is about/, undefined]],
  },
  {
    name: 'a placeholder is named',
    action: 'obs:bucket:ListBucket',
    resources: ['obs:*:*:bucket:<b>'],
    known: [mine],
    reasons: [[/, where `<b>` is not filled in$/, ['obs:*:*:bucket:<b>']]],
  },
])('$name', ({ action, asked = action, resources, known = [], reasons }) => {
  const text = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: [action], Resource: resources }],
  });
  const { policies } = readPolicyFile('p.json', text);
  const decider = deciderOf(grantsOf(policies), { language, context: { keys: new Map(), resources: known } });
  const decided = decider.action(asked, () => []);
  expect(decided.decision).toBe('conditional');
  expect(decided.reasons.map(({ residue }) => residue?.resources)).toEqual(
    reasons.map(([, residue]) => residue),
  );
  for (const [i, [message]] of reasons.entries()) expect(decided.reasons[i]?.message).toMatch(message);
});
