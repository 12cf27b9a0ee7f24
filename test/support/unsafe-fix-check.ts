/**
 * Whether `lint --fix=unsafe` only ever makes things better, asked from outside: no policy is lost, the text reads at
 * least as well, and a second run changes nothing.
 */
import type { PolicyFile } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { BrokenText } from './broken-policies.ts';
import { countByRule, type ReadData, runFixes } from './fix-runs.ts';

/** What came of a check. */
export interface UnsafeFixCheck {
  readonly changed: number;
  /** Texts with syntax errors that are JSON now. */
  readonly fixed: number;
  /** Of those whose faults are syntax errors of JSON only: texts that are JSON now, but another document than before the syntax errors. */
  readonly others: readonly string[];
  /** Fixes that are not safe, offered at first, by rule. */
  readonly offered: ReadonlyMap<string, number>;
  /** What is wrong; empty is what we want. */
  readonly problems: readonly string[];
}

/** Fixes texts as files of one call, and looks at what came out. */
export async function checkUnsafeFixes(
  broken: readonly BrokenText[],
  readData: ReadData,
): Promise<UnsafeFixCheck> {
  const named = broken.map((one, i) => [`p${String(i).padStart(6, '0')}.json`, one] as const);
  const before = new Map<string, string>(named.map(([name, { text }]) => [name, text]));
  const unfixed = await runFixes(before, { safe: false, readData });
  const first = await runFixes(before, { safe: false, readData }, '--fix=unsafe');
  const after = new Map([...before].map(([name, text]) => [name, first.written.get(name) ?? text]));
  const second = await runFixes(after, { safe: false, readData }, '--fix=unsafe');
  const whole = new Map<string, string>(named.map(([name, one]) => [name, one.whole]));
  const unbroken = await runFixes(whole, { safe: false, readData }, '--fix=unsafe');
  const problems = [...second.written.keys()].map(
    (name) => `${name}: a second run changes it again\n${after.get(name)}\n---\n${second.written.get(name)}`,
  );
  for (const { stderr } of [first, second])
    problems.push(...stderr.split('\n').filter((line) => line.includes('is not fixed')));
  let fixed = 0;
  const others: string[] = [];
  for (const [name, { text, syntaxErrors }] of named) {
    const now = after.get(name) ?? '';
    const told = (problem: string) =>
      `${name} (${syntaxErrors.join(', ')}): ${problem}\n${JSON.stringify(text)}\n---\n${JSON.stringify(now)}`;
    problems.push(...losses(readPolicyFile(name, text), readPolicyFile(name, now)).map(told));
    if (isJson(text) && !isJson(now)) problems.push(told('it was JSON'));
    if (isJson(text) || !isJson(now)) continue;
    fixed += 1;
    const expected = unbroken.written.get(name) ?? whole.get(name) ?? '';
    if (JSON.stringify(parse(expected)) !== JSON.stringify(parse(now)))
      others.push(`${told('it became another document')}\n--- instead of\n${JSON.stringify(expected)}`);
  }
  return { changed: first.written.size, fixed, others, offered: countByRule(unfixed), problems };
}

/** What a file has less of than before, or more of what is wrong. */
function losses(before: PolicyFile, after: PolicyFile): readonly string[] {
  const problems: string[] = [];
  if (after.policies.length < before.policies.length) problems.push('a policy is lost');
  if (after.foreign !== before.foreign) problems.push('it is of another kind');
  if (syntaxErrorsOf(after) > syntaxErrorsOf(before)) problems.push('it has more syntax errors than before');
  if (before.kind !== 'none' && after.kind === 'none') problems.push('it is no policy any more');
  return problems;
}

function syntaxErrorsOf({ policies }: PolicyFile): number {
  return policies.flatMap(({ faults }) => faults).filter(({ kind }) => kind === 'invalid-json').length;
}

function parse(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

function isJson(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
