import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { RequestContext } from '../../src/model/context.ts';
import type { Language } from '../../src/model/language.ts';
import type { Policy } from '../../src/model/policy.ts';
import { recognise } from '../../src/policy/document-kind.ts';
import { policyOfTree, treeOf } from '../support/hole-trees.ts';
import { chooser, filledOf, givenOf, holeyDocuments } from '../support/holey-documents.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, grantsOf } from '../support/statements.ts';
import { testData } from '../support/test-data.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

const documents = holeyDocuments({
  actions: [
    'obs:bucket:get',
    'obs:bucket:list',
    'obs:object:get',
    'obs:bucket:*',
    'obs:*:get',
    'obs:*:*',
    'obs::get',
    '*:*:*',
    '*:bucket:get',
    'ob*:bucket:get',
    'obs:bucket:ge?',
    'ims:bucket:get',
  ],
  resources: [
    '*',
    'obs:*:*:bucket:*',
    'obs:*:*:*:*',
    'obs:*:*:bucket:a',
    'obs:*:*:bucket:a*',
    'obs:*:*:bucket:b',
    'obs:*:*:object:a/b',
    'OBS:r:1:bucket:a',
    '*:*:*:bucket:a',
    'ob*:*:*:bucket:a',
    'ims:*:*:bucket:a',
  ],
  tests: [
    ['Bool', 'g:MFAPresent', ['true', 'false']],
    ['BoolIfExists', 'g:MFAPresent', ['true', 'false']],
    ['StringEquals', 'g:UserName', ['ann', 'Ann', 'bob']],
    ['StringNotEquals', 'g:UserName', ['ann', 'bob']],
    ['StringMatch', 'g:UserName', ['a*', 'b*', 'ann', '*']],
    ['StringEndWith', 'g:UserName', ['n', 'nn', 'b']],
    ['NumberLessThan', 'g:MFAAge', ['1', '10', '100']],
    ['Null', 'g:UserName', ['true', 'false']],
    ['StringEquals', 'obs:prefix', ['a', 'b']],
  ],
});

const context: fc.Arbitrary<RequestContext> = fc
  .record({
    'g:MFAPresent': fc.constantFrom(undefined, [], ['true'], ['false']),
    'g:UserName': fc.constantFrom(undefined, [], ['ann'], ['bob']),
    'g:MFAAge': fc.constantFrom(undefined, ['5']),
    resources: fc.constantFrom([], ['obs:r:1:bucket:a'], ['obs:r:1:bucket:b']),
  })
  .map(({ resources, ...keys }) => ({
    resources,
    keys: new Map(
      Object.entries(keys).flatMap(([key, values]) => (values === undefined ? [] : [[key, values]])),
    ),
  }));

const asked = fc.constantFrom(
  'obs:bucket:get',
  'obs:bucket:list',
  'obs:object:get',
  'ims:bucket:get',
  'obs:bucket:*',
  'obs:*:get',
);

function policyOf(document: unknown): Policy {
  const { kind } = recognise(treeOf(document), { text: '', broken: false, strict: false });
  if (kind === 'none' || kind === 'foreign') throw new Error('the document is a policy');
  return policyOfTree(document, { kind });
}

/** A list of which nothing is left is a fault, and nobody takes such a policy. */
function isFaulty({ faults, statements }: Policy): boolean {
  return faults.length > 0 || statements.some(({ condition }) => condition?.empty !== undefined);
}

function isRefusal(decision: string): boolean {
  return decision === 'denied' || decision === 'not-allowed';
}

test('what is sure of policies with holes holds whatever the holes become', () => {
  const sure = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.array(documents, { minLength: 1, maxLength: 2 }),
      fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      context,
      asked,
      (templates, seeds, request, action) => {
        const decide = (policies: readonly Policy[]) =>
          deciderOf(grantsOf(policies), { language, context: request, levelOf: () => 'project' }).action(
            action,
            () => [],
          );
        const holey = templates.map((template) => policyOf(givenOf(template)));
        const { decision, reasons } = decide(holey);
        if (decision === 'conditional') expect(reasons).not.toEqual([]);
        sure.set(decision, (sure.get(decision) ?? 0) + 1);
        if (decision === 'conditional') return;
        for (const seed of seeds) {
          const filling = { choose: chooser(seed), present: false };
          const filled = templates.map((template) => policyOf(filledOf(template, filling)));
          if (filled.some(isFaulty)) continue;
          const after = decide(filled).decision;
          if (decision === 'not-allowed') expect(isRefusal(after)).toBe(true);
          else expect(after).toBe(decision);
        }
      },
    ),
    { numRuns: propertyRuns },
  );
  // It says something only where answers are sure.
  for (const decision of ['allowed', 'not-allowed', 'denied', 'conditional'])
    expect(sure.get(decision) ?? 0).toBeGreaterThan(propertyRuns / 100);
});
