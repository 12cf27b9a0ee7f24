// Fixes generated policies and checks what came out, from outside. Called as `node check-fixes.cjs <data> <count> <seed>`.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { checkFixes } from '../test/support/fix-check.ts';
import { policyTexts } from '../test/support/generated-policies.ts';

const [data = '', count = '10000', seed = '1'] = process.argv.slice(2);
/** So many in one call of the program: the progress shows, and memory stays small. */
const batch = 500;

const texts = fc.sample(policyTexts, { numRuns: Number(count), seed: Number(seed) });
const known = new Map<string, string>();
const readData = (name: string) => {
  const text = known.get(name) ?? readFileSync(`${data}/${name}`, 'utf8');
  known.set(name, text);
  return text;
};
const sum = { changed: 0, fixes: 0, decisions: 0 };
const problems: string[] = [];
for (let i = 0; i < texts.length; i += batch) {
  const result = await checkFixes(texts.slice(i, i + batch), readData);
  sum.changed += result.changed;
  sum.fixes += result.fixes;
  sum.decisions += result.decisions;
  problems.push(...result.problems);
  console.log(
    `${Math.min(i + batch, texts.length)} policies: ${sum.changed} changed by ${sum.fixes} fixes, ${sum.decisions} decisions compared, ${problems.length} problems`,
  );
}
for (const problem of problems.slice(0, 10)) console.log(`\n${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
