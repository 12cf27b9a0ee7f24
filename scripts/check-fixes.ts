// Fixes generated policies and checks what came out, from outside. Called as `node check-fixes.mjs <data> <count> <seed>`.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { checkFixes } from '../test/support/fix-check.ts';
import { policyTexts } from '../test/support/generated-policies.ts';

const [data = '', count = '10000', seed = '1'] = process.argv.slice(2);
/** So many in one call of the program: the progress shows, and memory stays small. */
const batch = 250;

const texts = fc.sample(policyTexts, { numRuns: Number(count), seed: Number(seed) });
const known = new Map<string, string>();
const readData = (name: string) => {
  const text = known.get(name) ?? readFileSync(`${data}/${name}`, 'utf8');
  known.set(name, text);
  return text;
};
const sum = { changed: 0, fixes: 0, decisions: 0 };
const offered = new Map<string, number>();
const problems: string[] = [];
const said = () =>
  `${sum.changed} changed by ${sum.fixes} fixes, ${sum.decisions} decisions compared, ${problems.length} problems`;
for (let i = 0; i < texts.length; i += batch) {
  const result = await checkFixes(texts.slice(i, i + batch), readData);
  sum.changed += result.changed;
  sum.fixes += result.fixes;
  sum.decisions += result.decisions;
  for (const [rule, fixes] of result.offered) offered.set(rule, (offered.get(rule) ?? 0) + fixes);
  problems.push(...result.problems);
  if (process.stderr.isTTY)
    process.stderr.write(`\r${Math.min(i + batch, texts.length)} policies: ${said()}\x1b[K`);
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
console.log(`${texts.length} policies (seed ${seed}): ${said()}`);
for (const [rule, fixes] of [...offered].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`  ${rule}: ${fixes} safe fixes offered at first`);
for (const problem of problems.slice(0, 10)) console.log(`\n${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
