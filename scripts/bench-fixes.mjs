// What `lint --fix` costs, as a whole process, against `lint` of the same files in the same run. Called by the benchmark, or
// alone: `node scripts/bench-fixes.mjs [pairs]`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, plainEnvironment, wall } from './measure.mjs';

const program = fileURLToPath(new URL('../dist/iamscope.cjs', import.meta.url));
const actions = ['ims:images:list', 'ecs:cloudServers:get', 'vpc:vpcs:list', 'evs:volumes:get'];
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
/** Patterns with wildcards inside, and for each one that it covers. */
const globs = (count) =>
  Array.from({ length: count }, (_, i) => {
    const [a, b, c] = [i, i * 7 + 3, i * 3].map((n) => letters[n % letters.length]);
    return `ecs:*${a}${b}${letters[i % 13]}*:*${c}*`;
  }).flatMap((text) => [text, text.replace('*:*', '*q*:*')]);

const cases = [
  {
    name: '2,000 files with a duplicate each',
    goal: 5,
    files: Array.from({ length: 2_000 }, (_, i) => [actions[i % 4], actions[(i + 1) % 4], actions[i % 4]]),
  },
  { name: '30 infix globs, 30 redundant', goal: 5, files: [globs(30)] },
  { name: '100 infix globs, 100 redundant', goal: 5, files: [globs(100)] },
];

/** Prints the ratio of each case. `env` is that of the processes. */
export function benchFixes(env, pairs = 5) {
  for (const { name, goal, files } of cases) {
    const ratios = [];
    const ours = [];
    for (let i = 0; i < pairs; i++) {
      const folder = mkdtempSync(join(tmpdir(), 'iamscope-bench-'));
      try {
        mkdirSync(join(folder, 'p'));
        for (const [number, Action] of files.entries()) {
          const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action }] };
          writeFileSync(join(folder, 'p', `${number}.json`), `${JSON.stringify(policy, null, 2)}\n`);
        }
        const lint = wall([program, 'lint', folder, '--quiet'], env);
        const fix = wall([program, 'lint', '--fix', folder, '--quiet'], env);
        ratios.push(fix / lint);
        ours.push(fix);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    console.log(
      `--fix, ${name}: ${median(ratios).toFixed(2)}x of lint (goal ${goal}x)   ${median(ours).toFixed(0)} ms`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  benchFixes(plainEnvironment(), Number(process.argv[2] ?? 5));
}
