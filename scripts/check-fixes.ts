// Fixes generated policies and checks what came out, from outside. Called as
// `node check-fixes.mjs <data> <count> <seed> safe|unsafe|yaml`.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { brokenTexts } from '../test/support/broken-policies.ts';
import { checkFixes } from '../test/support/fix-check.ts';
import { policyTexts } from '../test/support/generated-policies.ts';
import { checkUnsafeFixes } from '../test/support/unsafe-fix-check.ts';
import { yamlTexts } from '../test/support/yaml-policies.ts';

const [data = '', count = '10000', seed = '1', which = 'safe'] = process.argv.slice(2);
/** So many in one call of the program: the progress shows, and memory stays small. */
const batch = 250;

const known = new Map<string, string>();
const readData = (name: string) => {
  const text = known.get(name) ?? readFileSync(`${data}/${name}`, 'utf8');
  known.set(name, text);
  return text;
};
const sums = new Map<string, number>();
const problems: string[] = [];
const add = (name: string, number: number) => sums.set(name, (sums.get(name) ?? 0) + number);
const addOffered = (offered: ReadonlyMap<string, number>) => {
  for (const [rule, fixes] of offered) add(`  offered at first by ${rule}`, fixes);
};

async function inBatches<T>(texts: readonly T[], check: (some: readonly T[]) => Promise<void>) {
  for (let i = 0; i < texts.length; i += batch) {
    await check(texts.slice(i, i + batch));
    const done = Math.min(i + batch, texts.length);
    if (process.stderr.isTTY)
      process.stderr.write(`\r${done} of ${texts.length}, ${problems.length} problems\x1b[K`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

const sampled = { numRuns: Number(count), seed: Number(seed) };
if (which === 'unsafe') {
  await inBatches(fc.sample(brokenTexts, sampled), async (some) => {
    const { changed, fixed, others, offered, problems: found } = await checkUnsafeFixes(some, readData);
    add('policies changed', changed);
    add('became JSON', fixed);
    add('became another document than before the syntax errors', others.length);
    addOffered(offered);
    problems.push(...found);
  });
} else {
  const language = which === 'yaml' ? 'yaml' : 'json';
  await inBatches(fc.sample(which === 'yaml' ? yamlTexts : policyTexts, sampled), async (some) => {
    const {
      changed,
      fixes,
      decisions,
      offered,
      problems: found,
    } = await checkFixes(some, readData, language);
    add('policies changed', changed);
    add('fixes made', fixes);
    add('decisions compared', decisions);
    addOffered(offered);
    problems.push(...found);
  });
}
console.log(`${count} policies, seed ${seed}: ${problems.length} problems`);
for (const [name, number] of [...sums].sort(([a], [b]) => (a < b ? 1 : -1)))
  console.log(`${name}: ${number}`);
for (const problem of problems.slice(0, 10)) console.log(`\n${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
