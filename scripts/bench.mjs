// Prints our ratios against their floors: what a user waits for, divided by the least that it could be.
// Whole processes, measured in pairs within one run; medians.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { benchAgainst } from './bench-against.mjs';
import { benchFiles, benchGrowth } from './bench-files.mjs';
import { benchFixes } from './bench-fixes.mjs';
import { median, plainEnvironment, wall } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = `${root}/dist/iamscope.cjs`;
const policy = `${root}/fixtures/policies/image-tagger.json`;
const config = `${root}/fixtures/adoption/iamscope.yaml`;
const pairs = Number(process.argv[2] ?? 60);

const env = plainEnvironment();

const cases = [
  { name: 'lint, one clean policy', goal: 1.3, argv: [program, 'lint', policy] },
  { name: 'lint, with iamscope.yaml', goal: 1.6, argv: [program, 'lint', policy, '--config', config] },
  { name: 'can, an action', goal: 1.4, argv: [program, 'can', 'ims:images:get', policy] },
  { name: 'can, an API', goal: 1.4, argv: [program, 'can', 'PUT /v1/cloudimages/tags', policy] },
  { name: 'can, a task', goal: 1.4, argv: [program, 'can', 'tag images', policy] },
];

console.log(`start-up: whole process against \`node -e 0\`, median of ${pairs} pairs`);
for (const { name, goal, argv } of cases) {
  const ours = [];
  const floors = [];
  const ratios = [];
  for (let i = -3; i < pairs; i++) {
    const floor = wall(['-e', '0'], env);
    const own = wall(argv, env);
    if (i < 0) continue;
    ours.push(own);
    floors.push(floor);
    ratios.push(own / floor);
  }
  const ratio = median(ratios);
  console.log(
    `${name.padEnd(24)} ${ratio.toFixed(2)}x (goal ${goal}x)   ${median(ours).toFixed(1)} ms against ${median(floors).toFixed(1)} ms`,
  );
}

console.log('\nmany files, whole process');
benchFiles(env);
benchGrowth(env);

console.log('\na git reference, whole process');
benchAgainst(env);

console.log('\nfixes, whole process');
benchFixes(env);

console.log('\ndecisions, in one process');
const decisions = `${root}/dist/bench-decisions.cjs`;
await build({
  entryPoints: [`${root}/scripts/bench-decisions.ts`],
  outfile: decisions,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'warning',
});
spawnSync(process.execPath, [decisions, `${root}/dist/data`], { env, stdio: 'inherit' });
rmSync(decisions);
