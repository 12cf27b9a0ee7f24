import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlap, splice } from '../../src/lint/fixes/edits-of-fix.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { createSpans } from '../../src/policy/region-of.ts';
import { brokenTexts } from '../support/broken-policies.ts';
import { checkFixes, textProblems } from '../support/fix-check.ts';
import { policyTexts } from '../support/generated-policies.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { testData } from '../support/test-data.ts';
import { checkUnsafeFixes } from '../support/unsafe-fix-check.ts';
import { yamlTexts } from '../support/yaml-policies.ts';

/** `node scripts/check-fixes.mjs` does the same with 10,000. */
const count = 40;

test('on generated policies `--fix` changes no decision, a second run nothing, and nothing else in the text', async () => {
  const texts = fc.sample(policyTexts, { numRuns: count, seed: 5 });
  const { changed, fixes, problems } = await checkFixes(texts, (name) => testData().get(name) ?? '');
  expect(problems).toEqual([]);
  expect(changed).toBeGreaterThan(count / 2);
  expect(fixes).toBeGreaterThan(count * 2);
}, 120_000);

test('so it does on policies in YAML', async () => {
  const texts = fc.sample(yamlTexts, { numRuns: count, seed: 5 });
  const { changed, fixes, problems } = await checkFixes(texts, (name) => testData().get(name) ?? '', 'yaml');
  expect(problems).toEqual([]);
  expect(changed).toBeGreaterThan(count / 2);
  expect(fixes).toBeGreaterThan(count * 2);
}, 120_000);

test('on generated broken policies `--fix=unsafe` loses none and leaves none worse, and a second run changes nothing', async () => {
  const texts = fc.sample(brokenTexts, { numRuns: count, seed: 5 });
  const { changed, fixed, others, problems } = await checkUnsafeFixes(
    texts,
    (name) => testData().get(name) ?? '',
  );
  expect(problems).toEqual([]);
  expect(changed).toBeGreaterThan(count / 2);
  expect(fixed).toBeGreaterThan(count / 5);
  // What a syntax error left nothing of cannot be known: a stray word becomes a string, a bracket may be put elsewhere.
  expect(others.length).toBeLessThanOrEqual(fixed / 10);
}, 120_000);

test('the edits of a fix are in order, do not overlap, and fix the finding or shorten the text', () => {
  const world = ruleWorld();
  fc.assert(
    fc.property(policyTexts, (text) => {
      const file = readPolicyFile('p.json', text);
      const findings = lintFile(file, world);
      const spanOf = createSpans(file.text);
      for (const { fix, rule } of findings.slice(0, 5)) {
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
        const left = lintFile(readPolicyFile('p.json', after), world);
        // What one finding hid may come to light: a duplicate of a statement, say, hides what is redundant in it. Then
        // there is less text to find anything in.
        const countOf = (list: typeof findings) => list.filter((finding) => finding.rule === rule).length;
        const isShorter = after.length < file.text.length;
        expect(countOf(left) < countOf(findings) || left.length < findings.length || isShorter).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);
