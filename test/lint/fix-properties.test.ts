import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlap, splice } from '../../src/lint/fixes/edits-of-fix.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { createSpans } from '../../src/policy/region-of.ts';
import { checkFixes, textProblems } from '../support/fix-check.ts';
import { policyTexts } from '../support/generated-policies.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { testData } from '../support/test-data.ts';

/** `node scripts/check-fixes.mjs` does the same with 10,000. */
const count = 100;

test('on generated policies `--fix` changes no decision, a second run nothing, and nothing else in the text', async () => {
  const texts = fc.sample(policyTexts, { numRuns: count, seed: 5 });
  const { changed, fixes, problems } = await checkFixes(texts, (name) => testData().get(name) ?? '');
  expect(problems).toEqual([]);
  expect(changed).toBeGreaterThan(count / 2);
  expect(fixes).toBeGreaterThan(count * 2);
}, 120_000);

test('the edits of a fix are in order, do not overlap, and change the text', () => {
  const world = ruleWorld();
  fc.assert(
    fc.property(policyTexts, (text) => {
      const file = readPolicyFile('p.json', text);
      const findings = lintFile(file, world);
      const spanOf = createSpans(file.text);
      for (const { fix } of findings.slice(0, 5)) {
        if (fix === undefined) continue;
        const splices = fix.edits.map((edit) => ({ ...spanOf(edit), text: edit.text }));
        for (const [i, one] of splices.entries()) {
          const next = splices[i + 1];
          if (next === undefined) continue;
          expect(one.offset).toBeLessThan(next.offset);
          expect(overlap(one, next)).toBe(false);
        }
        const after = splice(file.text, splices);
        if (fix.safe) expect(textProblems(file.text, after)).toEqual([]);
        // What one finding hid may come to light, so that counts need not fall at once; that a second run has nothing left to
        // do is seen above.
        expect(after).not.toBe(file.text);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);
