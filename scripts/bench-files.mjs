// What linting many files costs, as whole processes, against a plain reader of the same files in the same run, and how it grows.
// Called by the benchmark, or alone: `node scripts/bench-files.mjs [files] [pairs]`.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, memory, plainEnvironment, wall } from './measure.mjs';
import {
  cleanPolicies,
  documentedActions,
  mixedPolicies,
  policyFiles,
  policyOf,
  repositoryFiles,
  terraformFiles,
  writeFiles,
  yamlFiles,
} from './workloads.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const program = join(dist, 'iamscope.cjs');

/** The least that looking at every file could cost: list, read, and parse what is JSON. */
const plainReader = `
  const { readdirSync, readFileSync } = require('node:fs');
  const folder = process.argv[1];
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\\.(?:json|ya?ml|tf)$/.test(name)) continue;
    const text = readFileSync(folder + '/' + name, 'utf8');
    if (name.endsWith('.json')) JSON.parse(text);
  }`;

/** Prints the ratio and the memory of each case. `env` is that of the processes. */
export function benchFiles(env, count = 10_000, pairs = 5) {
  const actions = documentedActions(dist);
  const cases = [
    {
      name: `${count} clean policies`,
      goal: 3.5,
      files: policyFiles(cleanPolicies(actions, count)),
      clean: true,
    },
    { name: `${count} mixed policies`, goal: 10, files: policyFiles(mixedPolicies(actions, count)) },
    {
      name: `${count / 2} files, every hundredth a policy`,
      goal: 1.6,
      files: repositoryFiles(actions, count / 2),
    },
    { name: `${count / 5} files of Terraform`, files: terraformFiles(actions, count / 5) },
    { name: `${count / 5} policies in YAML`, files: yamlFiles(actions, count / 5) },
  ];
  for (const { name, goal, files, clean = false } of cases)
    inFolder(files, (folder) => {
      if (clean) keepClean(folder, env);
      const argv = [program, 'lint', folder, '--fail-on', 'never'];
      const { ratio, ours, floor } = compared(argv, ['-e', plainReader, folder], env, pairs);
      console.log(
        `lint, ${name}: ${ratio.toFixed(2)}x of reading them${goal === undefined ? '' : ` (goal ${goal}x)`}   ${ours.toFixed(0)} ms against ${floor.toFixed(0)} ms, ${memory(argv, env)} MiB`,
      );
    });
}

/** Prints what doubling costs: linear work doubles. */
export function benchGrowth(env, pairs = 3) {
  const actions = documentedActions(dist);
  const steps = [
    {
      name: 'statements of 10 actions',
      sizes: [1, 8, 64],
      files: (n) => policyFiles(Array(50).fill(policyOf(actions, n, 10))),
    },
    {
      name: 'actions of a statement',
      sizes: [10, 100, 1000],
      files: (n) => policyFiles(Array(50).fill(policyOf(actions, 1, n))),
    },
    {
      name: 'policies',
      sizes: [10, 100, 1000, 10_000],
      files: (n) => policyFiles(cleanPolicies(actions, n)),
    },
  ];
  for (const { name, sizes, files } of steps) {
    const times = sizes.map((size) =>
      inFolder(files(size), (folder) => {
        const argv = [program, 'lint', folder, '--fail-on', 'never'];
        const times = Array.from({ length: pairs }, () => wall(argv, env));
        return `${size}: ${median(times).toFixed(0)} ms`;
      }),
    );
    console.log(`lint, ${name}: ${times.join(', ')}`);
  }
}

function compared(argv, floorArgv, env, pairs) {
  const ours = [];
  const floors = [];
  const ratios = [];
  for (let i = -1; i < pairs; i++) {
    const floor = wall(floorArgv, env);
    const own = wall(argv, env);
    if (i < 0) continue;
    ours.push(own);
    floors.push(floor);
    ratios.push(own / floor);
  }
  return { ratio: median(ratios), ours: median(ours), floor: median(floors) };
}

function inFolder(files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'iamscope-bench-'));
  try {
    writeFiles(folder, files);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes clean policies: in the place of those with findings, copies of others. */
export function writeCleanPolicies(folder, count, env) {
  writeFiles(folder, policyFiles(cleanPolicies(documentedActions(dist), count)));
  keepClean(folder, env);
}

function keepClean(folder, env) {
  const { stdout } = spawnSync(process.execPath, [program, 'lint', folder, '--format', 'json'], {
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const flagged = new Set(JSON.parse(stdout).findings.map(({ file }) => file));
  const clean = readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((file) => file.endsWith('.json') && !flagged.has(file))
    .sort();
  for (const [index, file] of [...flagged].entries()) copyFileSync(clean[index % clean.length], file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const env = plainEnvironment();
  benchFiles(env, Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 5));
  benchGrowth(env);
}
