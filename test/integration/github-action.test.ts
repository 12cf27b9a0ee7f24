import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { GitRepository } from '../support/git-repository.ts';

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = join(import.meta.dirname, '..', '..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
const [buildStep, lintStep, diffStep] = action.runs.steps;
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-action-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A checkout of the action whose program prints its arguments, and the place that the runner calls it from. */
const checkout = join(scratch, 'checkout with space');
const place = join(scratch, 'repository');
mkdirSync(join(checkout, 'dist'), { recursive: true });
mkdirSync(join(place, 'below'), { recursive: true });
writeFileSync(
  join(checkout, 'dist', 'iamscope.cjs'),
  'console.log(JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd() }))',
);

/** What the runner puts in the place of `${{ inputs.name }}`. */
function filledIn(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? '');
}

/** Runs a step as the runner does. */
function runStep(
  step: Step | undefined,
  given: Readonly<Record<string, string>> = {},
  path = checkout,
  more: Readonly<Record<string, string>> = {},
  folder = place,
) {
  if (step === undefined) throw new Error('there is no such step');
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default] as const);
  const inputs = { ...Object.fromEntries(defaults), ...given };
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value, inputs)] as const);
  return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
    cwd: join(folder, filledIn(step['working-directory'] ?? '.', inputs)),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, GITHUB_ACTION_PATH: path, ...Object.fromEntries(env), ...more },
  });
}

function lint(given: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = runStep(lintStep, given);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as { readonly argv: readonly string[]; readonly cwd: string };
}

describe('action.yml', () => {
  test('has what a composite action needs', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps)
      expect(step).toMatchObject({ shell: 'bash', name: expect.any(String) });
    for (const input of Object.values(action.inputs)) {
      expect(input.description).toMatch(/^[A-Z]/);
      expect(input.default).toBeTypeOf('string');
    }
  });

  test('every input is used, and none of them stands in a script', () => {
    const used = action.runs.steps.flatMap(({ env = {}, 'working-directory': folder = '' }) =>
      [...Object.values(env), folder].flatMap((text) =>
        [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name),
      ),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const { run, env = {} } of action.runs.steps) {
      expect(run).not.toContain('${{');
      for (const name of Object.keys(env)) expect(run).toContain(`$${name}`);
    }
  });

  test('depends on no other action, whose version would have to be trusted', () => {
    expect(action.runs.steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
  });
});

describe('the step that lints', () => {
  test('without inputs it lints the repository and marks the lines', () => {
    expect(lint()).toEqual({ argv: ['lint', '--fail-on=error', '--format=github', '--', '.'], cwd: place });
  });

  test('hands on every input', () => {
    const given = {
      paths: 'policies\nroles/*.json\n',
      cloud: 'otc',
      config: 'ci/iamscope.yaml',
      format: 'pretty',
      'fail-on': 'warning',
      sarif: 'iamscope.sarif',
      args: '--quiet\n--config=x\n',
      'working-directory': 'below',
    };
    expect(lint(given)).toEqual({
      argv: [
        'lint',
        '--fail-on=warning',
        '--cloud=otc',
        '--config=ci/iamscope.yaml',
        '--format=sarif',
        '--output=iamscope.sarif',
        '--format=pretty',
        '--quiet',
        '--config=x',
        '--',
        'policies',
        'roles/*.json',
      ],
      cwd: join(place, 'below'),
    });
  });

  test('nothing in an input is read by the shell, and no path is an option', () => {
    const hostile = "$(touch pwned) `touch pwned` \"; touch pwned; '*' \\";
    const { argv } = lint({ paths: `${hostile}\n--quiet`, cloud: hostile, args: hostile });
    expect(argv).toEqual([
      'lint',
      '--fail-on=error',
      `--cloud=${hostile}`,
      '--format=github',
      hostile,
      '--',
      hostile,
      '--quiet',
    ]);
    expect(existsSync(join(place, 'pwned'))).toBe(false);
  });

  test.each([
    { path: '_actions/acme/iamscope/v1', url: 'https://github.com/acme/iamscope/blob/v1/rules/README.md' },
    { path: 'work/repository', url: undefined },
  ])('it knows where the rules are documented: $path', ({ path, url }) => {
    const program = join(scratch, path, 'dist', 'iamscope.cjs');
    mkdirSync(join(program, '..'), { recursive: true });
    writeFileSync(program, 'console.log(process.env.IAMSCOPE_RULES_URL)');
    expect(runStep(lintStep, {}, join(scratch, path)).stdout).toBe(`${url}\n`);
  });

  test('the program decides whether the step fails', () => {
    const failing = join(scratch, 'failing');
    mkdirSync(join(failing, 'dist'), { recursive: true });
    writeFileSync(join(failing, 'dist', 'iamscope.cjs'), 'process.exitCode = 1');
    expect(runStep(lintStep, {}, failing).status).toBe(1);
  });
});

describe('the step that compares', () => {
  test('does nothing unless it is asked to, and then for pull requests', () => {
    expect(runStep(diffStep)).toMatchObject({ status: 0, stdout: '' });
    const push = runStep(diffStep, { diff: 'true' }, checkout, { GITHUB_EVENT_NAME: 'push' });
    expect(push.stdout).toMatch(/^::notice title=iamscope diff::nothing is compared/u);
    expect(push.status).toBe(0);
  });

  test('hands on every input, and nothing of it is read by the shell', () => {
    const hostile = "$(touch pwned) `touch pwned` \"; touch pwned; '*' \\";
    const given = {
      diff: 'true',
      against: hostile,
      'diff-fail-on': 'any',
      cloud: 'otc',
      config: 'c.yaml',
      paths: `${hostile}\n-x`,
    };
    const { stdout } = runStep(diffStep, given);
    expect((JSON.parse(stdout) as { argv: string[] }).argv).toEqual([
      'diff',
      `--against=${hostile}`,
      '--cloud=otc',
      '--config=c.yaml',
      '--fail-on=any',
      '--format=github',
      '--',
      hostile,
      '-x',
    ]);
    expect(existsSync(join(place, 'pwned'))).toBe(false);
  });

  test('the parent of another commit than GitHub made is not taken for the base', () => {
    const repository = new GitRepository();
    try {
      repository.commit({ 'p.json': '{}' });
      repository.commit({ 'p.json': '{"a": 1}' });
      const given = (sha: string) => ({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: sha });
      const compare = (sha: string, inputs = {}) =>
        runStep(diffStep, { diff: 'true', ...inputs }, root, given(sha), repository.folder);
      const head = repository.git('rev-parse', 'HEAD').trim();
      const other = repository.git('rev-parse', 'HEAD~1').trim();
      expect(compare(head).status).toBe(0);
      const refused = compare(other);
      expect(refused.status).toBe(2);
      expect(refused.stdout).toMatch(
        /^::error title=iamscope diff::.*github\.event\.pull_request\.base\.sha/u,
      );
      expect(compare(other, { against: other }).status).toBe(0);
    } finally {
      repository.remove();
    }
  });

  test('a pull request that broadens fails, with annotations and a summary; one that reorders passes', () => {
    const repository = new GitRepository();
    try {
      const text = (...Action: readonly string[]) =>
        `${JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action }] }, null, 2)}\n`;
      repository.commit({ 'p.json': text('ims:images:get', 'ims:images:list') });
      const compare = (name: string) => {
        const summary = join(scratch, name);
        const more = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_STEP_SUMMARY: summary };
        const ran = runStep(diffStep, { diff: 'true' }, root, more, repository.folder);
        return { ...ran, summary: readFileSync(summary, 'utf8') };
      };
      repository.commit({ 'p.json': text('ims:images:list', 'ims:images:get') });
      expect(compare('reordered')).toMatchObject({
        status: 0,
        stdout: '::notice title=iamscope diff::no change of access (1 unchanged)\n',
        summary: expect.stringContaining('### iamscope: no change of access'),
      });
      repository.commit({ 'p.json': text('ims:images:list', 'ims:images:get', 'ims:images:share') });
      expect(compare('broader')).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('::error file=p.json,line=9,col=9,title=iamscope diff::'),
        summary: expect.stringContaining('🔴 broader | `p.json` (changed) | permission-management |'),
      });
    } finally {
      repository.remove();
    }
  });
});

describe('the step that builds', () => {
  test('a checkout that is built is left as it is', () => {
    expect(runStep(buildStep)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('a failing build fails the step', () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    expect(runStep(buildStep, {}, empty).status).not.toBe(0);
  });
});
