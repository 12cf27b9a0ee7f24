// A folder of many policies: what linting it costs, as whole processes, against a plain reader in the same run.
// Called by the benchmark, or alone: `node scripts/bench-files.mjs [files] [pairs]`.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, plainEnvironment, wall } from './measure.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** The least that looking at every policy could cost: list, read, parse. */
const plainReader = `
  const { readdirSync, readFileSync } = require('node:fs');
  const folder = process.argv[1];
  for (const name of readdirSync(folder, { recursive: true })) {
    if (name.endsWith('.json')) JSON.parse(readFileSync(folder + '/' + name, 'utf8'));
  }`;

/** Prints the ratio, and the memory that our process takes. `env` is that of the processes. */
export function benchFiles(env, count = 10_000, pairs = 7) {
  const folder = mkdtempSync(join(tmpdir(), 'iamscope-bench-'));
  try {
    writePolicies(folder, count);
    const program = join(dist, 'iamscope.cjs');
    keepClean(folder, program, env);
    const ours = [];
    const floors = [];
    const ratios = [];
    for (let i = -1; i < pairs; i++) {
      const floor = wall(['-e', plainReader, folder], env);
      const own = wall([program, 'lint', folder], env);
      if (i < 0) continue;
      ours.push(own);
      floors.push(floor);
      ratios.push(own / floor);
    }
    const ms = (values) => `${median(values).toFixed(0)} ms`;
    console.log(
      `lint, ${count} policies: ${median(ratios).toFixed(2)}x of reading and parsing them (goal 2.2x)   ${ms(ours)} against ${ms(floors)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Clean policies of the size that people write: one or two statements with actions of one service of the catalogue. */
export function writePolicies(folder, count) {
  const services = readdirSync(join(dist, 'data', 'actions')).map((file) => file.replace(/\.json$/, ''));
  const index = JSON.parse(readFileSync(join(dist, 'data', 'index.json'), 'utf8')).known;
  const actions = services
    .filter((service) => index[service]?.current.length === 2)
    .map((service) =>
      namesOf(JSON.parse(readFileSync(join(dist, 'data', 'actions', `${service}.json`), 'utf8'))),
    )
    .filter((names) => names.length >= 12);
  let seed = 1;
  const below = (limit) => {
    seed = (seed * 48271) % 2147483647;
    return seed % limit;
  };
  for (let i = 0; i < count; i++) {
    const names = actions[below(actions.length)];
    const first = below(names.length - 11);
    const policy = {
      Version: '1.1',
      Statement: [
        { Effect: 'Allow', Action: names.slice(first, first + 2 + below(7)) },
        ...(below(3) === 0 ? [{ Effect: 'Deny', Action: names.slice(first + 9, first + 11) }] : []),
      ],
    };
    const below100 = join(folder, `team-${i % 100}`);
    if (i < 100) mkdirSync(below100);
    writeFileSync(join(below100, `policy-${i}.json`), `${JSON.stringify(policy, null, 2)}\n`);
  }
}

/** Most policies are clean: in the place of those with findings, copies of others. */
export function keepClean(folder, program, env) {
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

/** Actions that both clouds document, written as policies write them. */
function namesOf(rows) {
  return rows
    .map((row) => (Array.isArray(row) ? row[0] : row.action))
    .filter((name) => /^[a-z]+:\w+:\w+$/.test(name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  benchFiles(plainEnvironment(), Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 7));
}
