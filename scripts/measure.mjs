// What the benchmarks measure with: whole processes, in pairs within one run, by their medians.
import { spawnSync } from 'node:child_process';

/** The environment of what is measured. Certificates and preloads of the caller's would be measured instead of the program. */
export function plainEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env;
  return env;
}

/**
 * Milliseconds that a process of Node takes as a whole.
 * @param {readonly string[]} argv
 * @param {string} cwd the folder that it runs in
 * @throws an error where it ends with another code than 0
 */
export function wall(argv, env, cwd = process.cwd()) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, argv, { env, cwd, stdio: 'ignore' });
  const end = process.hrtime.bigint();
  if (status !== 0) throw new Error(`${argv.slice(0, 3).join(' ')} ended with ${status}`);
  return Number(end - start) / 1e6;
}

/** The most memory that a process of Node takes, in MiB. */
export function memory(argv, env) {
  const tell =
    "process.on('exit', () => require('node:fs').writeSync(2, 'RSS ' + process.resourceUsage().maxRSS + '\\n'))";
  const script = `${tell}; require(process.argv[1])`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, ...argv], {
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return Math.round(Number(/RSS (\d+)/u.exec(stderr)?.[1] ?? Number.NaN) / 1024);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
