// What `diff --against HEAD~1` costs in a repository of many policies of which the last commit changed some, against linting
// the same files in the same run. Called by the benchmark, or alone: `node scripts/bench-against.mjs [files] [pairs]`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCleanPolicies } from './bench-files.mjs';
import { median, plainEnvironment, wall } from './measure.mjs';

const program = fileURLToPath(new URL('../dist/iamscope.cjs', import.meta.url));

/** Prints the ratio. `env` is that of the processes. */
export function benchAgainst(env, count = 500, pairs = 15) {
  const folder = mkdtempSync(join(tmpdir(), 'iamscope-bench-'));
  const author = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
  };
  const git = (...args) =>
    execFileSync('git', args, { cwd: folder, env: { ...env, ...author }, stdio: 'ignore' });
  try {
    writeCleanPolicies(folder, count, env);
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=first');
    // As a pull request does: a few policies get another statement.
    const policies = readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.json'))
      .sort();
    for (const name of policies.slice(0, 5)) {
      const policy = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      policy.Statement.push({ Effect: 'Allow', Action: ['ims:images:share'] });
      writeFileSync(join(folder, name), JSON.stringify(policy, null, 2));
    }
    git('commit', '--quiet', '--all', '--message=second');
    const ours = [];
    const floors = [];
    const ratios = [];
    for (let i = -1; i < pairs; i++) {
      const floor = wall([program, 'lint', '.', '--fail-on', 'never'], env, folder);
      const own = wall([program, 'diff', '--against', 'HEAD~1', '--fail-on', 'never'], env, folder);
      if (i < 0) continue;
      ours.push(own);
      floors.push(floor);
      ratios.push(own / floor);
    }
    const ms = (values) => `${median(values).toFixed(0)} ms`;
    console.log(
      `diff --against HEAD~1, ${count} policies: ${median(ratios).toFixed(2)}x of linting them (goal 1.5x)   ${ms(ours)} against ${ms(floors)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  benchAgainst(plainEnvironment(), Number(process.argv[2] ?? 500), Number(process.argv[3] ?? 15));
}
