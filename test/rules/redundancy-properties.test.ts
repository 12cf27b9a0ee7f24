import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { DocumentPath, Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { actionCase } from '../../src/rules/action/action-case.ts';
import { duplicateAction } from '../../src/rules/action/duplicate-action.ts';
import { duplicateStatement } from '../../src/rules/action/duplicate-statement.ts';
import { overriddenAllow } from '../../src/rules/action/overridden-allow.ts';
import { redundantAction } from '../../src/rules/action/redundant-action.ts';
import { uppercaseService } from '../../src/rules/action/uppercase-service.ts';
import type { Change, ProposedFix, Rule } from '../../src/rules/rule.ts';
import { contextOf, ruleWorld } from '../support/rule-world.ts';
import { deciderOf, grantsOf } from '../support/statements.ts';

const world = ruleWorld();

const rules: readonly Rule[] = [
  uppercaseService,
  actionCase,
  duplicateAction,
  redundantAction,
  duplicateStatement,
];

interface Document {
  readonly Version: '1.1';
  readonly Statement: readonly Record<string, unknown>[];
}

const actions = [
  'ims:images:list',
  'ims:images:get',
  'IMS:Images:LIST',
  'ims:serverimages:create',
  'ims:serverImages:create',
  'ims:images:*',
  'ims:*:list',
  'ims:*:*',
  'ims:images:g*',
  '*:*:get',
  'ims:*Images:create',
  'ims:images',
  'ims:images:lis?',
];
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 4 }),
    limit: fc.constantFrom({}, {}, {}, { Condition: { Bool: { 'g:MFAPresent': ['true'] } } }),
  })
  .map(({ Effect, Action, limit }) => ({ Effect, Action, ...limit }));
const document: fc.Arbitrary<Document> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '1.1', Statement }));

const asked = [
  'ims:images:list',
  'ims:images:get',
  'ims:images:update',
  'ims:serverImages:create',
  'ims:quotas:list',
  'evs:volumes:get',
  'ims:*:*',
  'ims:images:g*',
];

function policyOf(written: Document): Policy {
  const [policy] = readPolicyFile('p.json', JSON.stringify(written)).policies;
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

function fixesOf(written: Document, chosen: readonly Rule[]): readonly ProposedFix[] {
  return chosen.flatMap((rule) =>
    [...(rule.check?.(contextOf(policyOf(written), world)) ?? [])].flatMap(({ fix }) => fix ?? []),
  );
}

/** The document after the changes: what is removed goes last, from the end, so that paths stay true. */
function changed(written: Document, changes: readonly Change[]): Document {
  const copy = structuredClone(written) as unknown as Record<string, unknown>;
  const parentOf = (path: DocumentPath) =>
    path.slice(0, -1).reduce((value, step) => (value as Record<string, unknown>)[step], copy as unknown);
  for (const change of changes) {
    if (change.kind !== 'replace') continue;
    (parentOf(change.path) as Record<string, unknown>)[change.path.at(-1) ?? ''] = change.value;
  }
  const removed = new Map(
    changes.flatMap((change) => (change.kind === 'remove' ? [[change.path.join('/'), change.path]] : [])),
  );
  const order = (path: DocumentPath) => [...path].map((step) => String(step).padStart(4, '0')).join('/');
  for (const path of [...removed.values()].sort((a, b) => (order(a) < order(b) ? 1 : -1))) {
    (parentOf(path) as unknown[]).splice(Number(path.at(-1)), 1);
  }
  return copy as unknown as Document;
}

function decisionsOf(written: Document): readonly string[] {
  const policy = policyOf(written);
  expect(policy.faults).toEqual([]);
  const decider = deciderOf(grantsOf([policy]));
  return asked.map((action) => decider.action(action, () => []).decision);
}

test('all safe fixes together change no decision, and leave nothing to fix', () => {
  fc.assert(
    fc.property(document, (written) => {
      const before = decisionsOf(written);
      let now = written;
      for (let round = 0; round < 4; round += 1) {
        const safe = fixesOf(now, rules).filter((fix) => fix.safe);
        if (safe.length === 0) break;
        now = changed(
          now,
          safe.flatMap((fix) => fix.changes),
        );
        expect(decisionsOf(now)).toEqual(before);
      }
      expect(fixesOf(now, rules).filter((fix) => fix.safe)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('nor do the others of these rules, or the removal of an Allow that a Deny overrides', () => {
  fc.assert(
    fc.property(document, (written) => {
      const all = fixesOf(written, [redundantAction]).concat(fixesOf(written, [overriddenAllow]));
      const before = decisionsOf(written);
      for (const fix of all) {
        const now = changed(written, fix.changes);
        // A denied action is refused with an Allow and without.
        expect(decisionsOf(now)).toEqual(before);
      }
    }),
    { numRuns: 200 },
  );
});

test('a policy of very many actions is looked at to the end', () => {
  const many = Array.from({ length: 9_000 }, (_, i) =>
    i % 3 === 0 ? `ims:images:a${i}-*` : `ims:i${i}:get`,
  );
  const written: Document = {
    Version: '1.1',
    Statement: [
      { Effect: 'Allow', Action: many },
      { Effect: 'Deny', Action: many },
    ],
  };
  const file = readPolicyFile('p.json', JSON.stringify(written));
  const own: readonly Rule[] = [...rules.slice(1), overriddenAllow];
  expect(lintFile(file, { ...world, rules: own }).map(({ rule }) => rule)).toEqual(['overridden-allow']);
});
