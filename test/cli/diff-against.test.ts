import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nodeIo } from '../../src/cli/node-io.ts';
import { main } from '../../src/cli/run.ts';
import type { DiffAnswer } from '../../src/model/access-changes.ts';
import { GitRepository } from '../support/git-repository.ts';
import { policyText } from '../support/run-cli.ts';
import { runReal } from '../support/run-real.ts';
import { testData } from '../support/test-data.ts';

const reading = policyText(['ims:images:list']);
const writing = policyText(['ims:images:list', 'ims:images:update']);

let repository: GitRepository;
beforeEach(() => {
  repository = new GitRepository();
});
afterEach(() => {
  repository.remove();
  vi.unstubAllEnvs();
});

const outside = mkdtempSync(join(tmpdir(), 'iamscope-none-'));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

const against = (...argv: readonly string[]) => runReal(['diff', '--against', ...argv], repository.folder);

/** Units that changed, as `change unit`; `+` before what broadens. */
async function changes(reference: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr, exitCode } = await against(reference, ...argv, '--format', 'json');
  if (stdout === '') throw new Error(stderr);
  const { units, broadens } = JSON.parse(stdout) as DiffAnswer;
  expect(exitCode).toBe(broadens ? 1 : 0);
  return units.map(({ unit, was, change, broadens: more }) =>
    [more ? '+' : '-', change, unit, ...(was === undefined ? [] : ['was', was])].join(' '),
  );
}

test('a history with changed, renamed, deleted and new files', async () => {
  repository.commit({
    'changed.json': reading,
    'renamed.json': policyText(['evs:volumes:list']),
    'deleted.json': policyText(['vpc:vpcs:list']),
    'same.json': reading,
    'notes.md': 'no policy',
  });
  repository.git('mv', 'renamed.json', 'moved here.json');
  unlinkSync(join(repository.folder, 'deleted.json'));
  repository.commit({ 'changed.json': writing, 'new.json': policyText(['obs:bucket:ListBucket']) });
  expect(await changes('HEAD~1')).toEqual([
    '+ changed changed.json',
    '+ added new.json',
    '- removed deleted.json',
    '- moved moved here.json was renamed.json',
  ]);
  expect(await changes('HEAD')).toEqual([]);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('what is not committed yet counts, staged or not', async () => {
  repository.commit({ 'staged.json': reading, 'loose.json': reading });
  repository.write({ 'staged.json': writing });
  repository.git('add', 'staged.json');
  repository.write({ 'loose.json': writing });
  expect(await changes('HEAD')).toEqual(['+ changed loose.json', '+ changed staged.json']);
});

test('paths are those of the working directory, whatever is in them', async () => {
  const names = ['a b.json', 'quo"te.json', 'li\nne.json', 'größe 镜像.json', 'tab\t.json'];
  const files = (text: string) => Object.fromEntries(names.map((name) => [`team/${name}`, text]));
  repository.commit({ ...files(reading), 'other.json': reading });
  repository.write({ ...files(writing), 'other.json': writing });
  const { stdout } = await runReal(
    ['diff', '--against', 'HEAD', '--format', 'json'],
    join(repository.folder, 'team'),
  );
  const { units } = JSON.parse(stdout) as DiffAnswer;
  expect(units.map(({ unit }) => unit).sort()).toEqual([...names].sort());
  expect(units.every(({ change }) => change === 'changed')).toBe(true);
});

test('a path may be on one side only, and globs match on both', async () => {
  repository.commit({ 'old/a.json': reading });
  repository.git('mv', 'old', 'new');
  repository.write({ 'new/b.json': writing });
  expect(await changes('HEAD', 'old', 'new')).toEqual([
    '+ added new/b.json',
    '- moved new/a.json was old/a.json',
  ]);
  expect(await changes('HEAD', 'old/*.json')).toEqual(['- removed old/a.json']);
  expect(await changes('HEAD', '**/b.json')).toEqual(['+ added new/b.json']);
  expect(await against('HEAD', 'never')).toMatchObject({
    exitCode: 2,
    stderr: 'iamscope: `never` cannot be read: it is neither in `HEAD` nor in the working tree\n',
  });
  expect((await against('HEAD', '*.nothing')).exitCode).toBe(2);
});

test('files that a hook names and that hold no policy say nothing', async () => {
  repository.commit({ 'package.json': '{"name": "a"}', 'p.json': reading });
  repository.write({ 'package.json': '{"name": "b"}' });
  expect(await changes('HEAD', 'package.json', 'p.json')).toEqual([]);
});

test('where a policy was, a text that is cut off may hold anything', async () => {
  repository.commit({ 'p.json': reading });
  repository.write({ 'p.json': reading.slice(0, 5) });
  expect(await changes('HEAD')).toEqual(['+ changed p.json']);
  expect(await changes('HEAD', 'p.json')).toEqual(['+ changed p.json']);
});

describe('what git says', () => {
  test.each([
    ['a name of nothing', 'nope', '`nope` names no commit of this repository'],
    ['what looks like an option', '--output=/x', '`--output=/x` names no commit'],
    ['a file of a commit', 'HEAD:p.json', '`HEAD:p.json` names no commit'],
    ['a line break', 'HEAD\nx', 'names no commit'],
  ])('%s is told', async (_, reference, message) => {
    repository.commit({ 'p.json': reading });
    const { exitCode, stderr } = await runReal(['diff', `--against=${reference}`], repository.folder);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test('a shallow clone is told how to get more', async () => {
    repository.commit({ 'p.json': reading });
    repository.commit({ 'p.json': writing });
    const shallow = join(repository.folder, 'shallow');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    const { exitCode, stderr } = await runReal(['diff', '--against', 'HEAD~1'], shallow);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('which is shallow: fetch more of it (`fetch-depth: 0` of actions/checkout');
  });

  test('outside of a repository nothing can be compared', async () => {
    const { exitCode, stderr } = await runReal(['diff', '--against', 'HEAD'], outside);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the working directory is not in a git repository');
  });

  test('without git that is said', async () => {
    vi.stubEnv('PATH', outside);
    const { exitCode, stderr } = await against('HEAD');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('git is not installed');
  });

  test('a repository without a commit has none', async () => {
    expect((await against('HEAD')).exitCode).toBe(2);
  });
});

test('what a hook inherits leads to no other repository', async () => {
  repository.commit({ 'p.json': reading });
  repository.write({ 'p.json': writing });
  vi.stubEnv('GIT_DIR', join(outside, '.git'));
  vi.stubEnv('GIT_INDEX_FILE', join(outside, 'index'));
  vi.stubEnv('GIT_WORK_TREE', outside);
  vi.stubEnv('GIT_PREFIX', 'x/');
  vi.stubEnv('GIT_OBJECT_DIRECTORY', outside);
  expect(await changes('HEAD')).toEqual(['+ changed p.json']);
});

test('git is asked for the list once, and for all contents once', async () => {
  repository.commit(
    Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`team-${i % 5}/${i}.json`, reading])),
  );
  const io = nodeIo('');
  const calls: string[] = [];
  const before = process.cwd();
  process.chdir(repository.folder);
  try {
    await main(['diff', '--against', 'HEAD'], {
      ...io,
      out: () => {},
      err: () => {},
      readData: (name) => testData().get(name) ?? '',
      git: (call) => {
        calls.push(call.args[0] ?? '');
        return io.git(call);
      },
    });
  } finally {
    process.chdir(before);
  }
  expect(calls.filter((name) => name === 'ls-tree' || name === 'cat-file')).toEqual(['ls-tree', 'cat-file']);
});

describe('what is not followed', () => {
  test('a link that leads where it led says nothing; one that leads elsewhere does', async () => {
    repository.commit({ 'a.json': reading, 'b.json': writing });
    symlinkSync('a.json', join(repository.folder, 'same.json'));
    symlinkSync('a.json', join(repository.folder, 'turned.json'));
    repository.commit();
    unlinkSync(join(repository.folder, 'turned.json'));
    symlinkSync('b.json', join(repository.folder, 'turned.json'));
    expect(await changes('HEAD')).toEqual(['+ added turned.json']);
    expect((await against('HEAD')).stderr).toBe(
      ['same.json', 'turned.json']
        .map((name) => `iamscope: \`${name}\` is a symbolic link in \`HEAD\`: it is not followed there\n`)
        .join(''),
    );
  });

  test('a submodule is said', async () => {
    const other = new GitRepository();
    try {
      other.commit({ 'inside.json': writing });
      repository.git('submodule', '--quiet', 'add', other.folder, 'sub');
      repository.commit({ 'p.json': reading });
      expect(await changes('HEAD')).toEqual([]);
      expect((await against('HEAD')).stderr).toBe(
        'iamscope: `sub` is a submodule: what is in it is not compared\n',
      );
    } finally {
      other.remove();
    }
  });

  test('a pointer of Git LFS may stand for anything', async () => {
    const pointer = (oid: string) =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 120\n`;
    repository.commit({ 'same.json': pointer('aa'), 'p.json': pointer('bb') });
    repository.write({ 'p.json': pointer('cc') });
    expect(await changes('HEAD')).toEqual(['+ changed p.json']);
    expect((await against('HEAD')).stderr).toContain('`p.json` is a pointer of Git LFS');
  });
});

describe('what is not followed hides nothing', () => {
  const linked = (to: string, path: string) => symlinkSync(to, join(repository.folder, path));

  test('a link to a file that changed, and that is not compared itself', async () => {
    repository.commit({ 'shared/a.json': reading, 'policies/b.json': reading });
    linked('../shared/a.json', 'policies/a.json');
    linked(join(outside, 'x.json'), 'policies/out.json');
    repository.commit();
    expect(await changes('HEAD', 'policies')).toEqual([]);
    repository.write({ 'shared/a.json': writing });
    expect(await changes('HEAD', 'policies')).toEqual(['+ added policies/a.json']);
    expect(await changes('HEAD')).toEqual(['+ changed shared/a.json']);
  });

  test('a folder that a link leads to is to be named itself', async () => {
    repository.commit({ 'real/a.json': reading });
    linked('real', 'policies');
    repository.commit();
    const { exitCode, stderr } = await against('HEAD', 'policies');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('name the folder that it leads to');
  });

  test('a pointer of Git LFS to what is there is what is there', async () => {
    const oid = createHash('sha256').update(writing).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${writing.length}\n`;
    repository.commit({ 'p.json': pointer });
    repository.write({ 'p.json': writing });
    expect(await changes('HEAD')).toEqual([]);
    repository.write({ 'p.json': reading });
    expect(await changes('HEAD')).toEqual(['+ changed p.json']);
  });

  test('what replaces an object of git on this machine does not count', async () => {
    repository.commit({ 'p.json': reading });
    const old = repository.git('rev-parse', 'HEAD:p.json').trim();
    repository.write({ 'p.json': writing });
    repository.git('replace', old, repository.git('hash-object', '-w', 'p.json').trim());
    expect(await changes('HEAD')).toEqual(['+ changed p.json']);
  });
});

test('a partial clone fetches nothing: what it lacks may have been anything', async () => {
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.commit({ 'a.json': policyText(['evs:volumes:list']), 'same.json': reading });
  repository.commit({ 'a.json': writing });
  const place = join(outside, 'partial');
  repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.folder}`, place);
  const { stdout, exitCode } = await runReal(['diff', '--against', 'HEAD~1', '--format', 'json'], place);
  const { units, unchanged } = JSON.parse(stdout) as DiffAnswer;
  expect({ exitCode, unchanged }).toEqual({ exitCode: 1, unchanged: 1 });
  expect(units.map(({ unit, change }) => `${change} ${unit}`)).toEqual(['changed a.json']);
  expect(units[0]?.notComparable).not.toEqual([]);
  expect(repository.git('-C', place, 'rev-list', '--objects', '--all', '--missing=print')).toMatch(/^\?/mu);
});

test('a branch that only the remote has is suggested', async () => {
  repository.commit({ 'p.json': reading });
  repository.git('branch', 'release');
  const place = join(outside, 'clone');
  repository.git('clone', '--quiet', `file://${repository.folder}`, place);
  const { exitCode, stderr } = await runReal(['diff', '--against', 'release'], place);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('did you mean `origin/release`?');
});

test.each(['line\nbreak', 'back\\slash', 'é "\''])('a repository and a file named %j', async (name) => {
  const folder = join(outside, name);
  mkdirSync(folder);
  const named = new GitRepository(folder);
  named.commit({ [`${name}.json`]: reading, [`x/${name}/p.json`]: reading });
  for (const place of [folder, join(folder, 'x', name)]) {
    const { stdout } = await runReal(['diff', '--against', 'HEAD', '--format', 'json'], place);
    expect(JSON.parse(stdout)).toMatchObject({ units: [] });
  }
  const one = await runReal(['diff', '--against', 'HEAD', '--fail-on', 'any', '--', `${name}.json`], folder);
  expect(one).toMatchObject({ exitCode: 0, stdout: 'no change of access (1 unchanged)\n' });
});

describe('what a change hides is seen', () => {
  test('by .gitignore, where git tracks the file', async () => {
    repository.commit({ 'p.json': reading });
    repository.write({ '.gitignore': '*.json\n', 'p.json': writing, 'untracked.json': writing });
    expect(await changes('HEAD')).toEqual(['+ changed p.json']);
    expect(await changes('HEAD', '--no-gitignore')).toEqual(['+ changed p.json', '+ added untracked.json']);
  });

  test('by the configuration', async () => {
    repository.commit({ 'p.json': reading, 'iamscope.yaml': 'cloud: otc\n' });
    repository.write({ 'p.json': writing, 'iamscope.yaml': 'cloud: otc\nexclude: ["p.json"]\n' });
    expect(await changes('HEAD')).toEqual(['+ changed p.json']);
    repository.commit();
    repository.write({ 'p.json': policyText(['ims:*:*']) });
    expect(await changes('HEAD')).toEqual([]);
  });
});

test('roles are those of the configuration of each side', async () => {
  const roles = (...policies: readonly string[]) =>
    `roles:\n  team:\n    grants:\n${policies.map((policy) => `      - policy: ${policy}\n`).join('')}`;
  repository.commit({ 'a.json': reading, 'b.json': writing, 'iamscope.yaml': roles('a.json') });
  repository.write({ 'iamscope.yaml': roles('a.json', 'b.json') });
  expect(await changes('HEAD')).toEqual(['+ changed team']);
  expect(await changes('HEAD', '--role', 'team')).toEqual(['+ changed team']);
  expect(await changes('HEAD', '--no-config')).toEqual([]);
  repository.commit({ 'iamscope.yaml': roles('nowhere.json') });
  repository.write({ 'iamscope.yaml': roles('a.json') });
  expect(await changes('HEAD')).toEqual(['+ changed team']);
  expect((await against('HEAD')).stderr).toContain('role `team` may have held anything');
  repository.commit({ 'iamscope.yaml': 'roles: [' });
  repository.write({ 'iamscope.yaml': roles('a.json') });
  const { stderr } = await against('HEAD');
  expect(stderr).toContain('the old configuration cannot be read, so its roles are all new');
});

test('modules and files of Terraform are those of each side', async () => {
  const main = `module "team" {
  source = "./modules/team"
  action = "ims:images:list"
}
resource "huaweicloud_identity_role" "from_file" {
  name        = "from-file"
  description = "x"
  type        = "XA"
  policy      = file("\${path.module}/policy.txt")
}
`;
  const module = (extra: string) => `variable "action" {}
resource "huaweicloud_identity_role" "team" {
  name        = "team"
  description = "x"
  type        = "XA"
  policy      = jsonencode({
    Version   = "1.1"
    Statement = [{ Effect = "Allow", Action = [var.action${extra}] }]
  })
}
`;
  repository.commit({ 'main.tf': main, 'modules/team/main.tf': module(''), 'policy.txt': reading });
  expect(await changes('HEAD')).toEqual([]);
  repository.write({ 'policy.txt': writing, 'modules/team/main.tf': module(', "ims:images:update"') });
  const found = await changes('HEAD');
  expect(found).toHaveLength(2);
  expect(found.join('\n')).toMatch(/\+ changed \S*main\.tf#.*from_file/u);
  expect(found.join('\n')).toMatch(/\+ changed .*team/u);
});

describe('what cannot be read of Terraform hides nothing', () => {
  const role = (effect: string, action = 'ims:images:list') => `resource "huaweicloud_identity_role" "r" {
  name        = "r"
  description = "r"
  type        = "XA"
  policy      = jsonencode({ Version = "1.1", Statement = [{ Effect = "${effect}", Action = ["${action}"] }] })
}
`;
  const padding = '# padding\n'.repeat(60_000);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 120\n`;
  const other = role('Allow', '*:*:*').replace('"r" {', '"s" {');

  test.each([
    ['a file that is too large', `${role('Allow', '*:*:*')}${padding}`],
    ['a pointer of Git LFS', pointer],
    ['an unclosed string', `${role('Allow')}${other.replace('"XA"', '"XA')}`],
    ['a wrong sign', `${role('Allow')}${other.replace('policy      =', 'policy :=')}`],
  ])('%s', async (_, text) => {
    repository.commit({ 'main.tf': role('Allow') });
    repository.write({ 'main.tf': text });
    const found = await changes('HEAD');
    expect(found).toContain('+ added main.tf');
    expect(await changes('HEAD', 'main.tf')).toContain('+ added main.tf');
    repository.commit();
    expect(await changes('HEAD')).toEqual([]);
  });

  test('a new file, and one of a module, that are too large', async () => {
    repository.commit({
      'infra/main.tf': 'module "team" {\n  source = "../modules/team"\n}\n',
      'modules/team/main.tf': role('Allow'),
    });
    repository.write({
      'infra/more.tf': `${other}${padding}`,
      'modules/team/more.tf': `${other}${padding}`,
    });
    expect(await changes('HEAD', 'infra')).toEqual(['+ added infra/more.tf', '+ added modules/team/more.tf']);
  });

  test('a file of a partial clone, which may have denied something', async () => {
    repository.git('config', 'uploadpack.allowFilter', 'true');
    repository.commit({ 'main.tf': role('Deny') });
    unlinkSync(join(repository.folder, 'main.tf'));
    repository.commit();
    const place = join(outside, 'partial-terraform');
    repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.folder}`, place);
    const { exitCode, stderr } = await runReal(['diff', '--against', 'HEAD~1'], place);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'the content of `main.tf` at `HEAD~1` is not in this clone, which is partial, and nothing is fetched',
    );
  });

  test('who-can: it may grant anything to anybody', async () => {
    repository.commit({
      'main.tf': `${role('Allow')}resource "huaweicloud_identity_group" "g" {
  name = "g"
}
resource "huaweicloud_identity_group_role_assignment" "a" {
  group_id   = huaweicloud_identity_group.g.id
  role_id    = huaweicloud_identity_role.r.id
  project_id = "all"
}
`,
    });
    const question = ['who-can', 'ims:images:list', '.'];
    expect((await runReal(question, repository.folder)).exitCode).toBe(0);
    repository.write({ 'more.tf': padding });
    expect((await runReal(question, repository.folder)).exitCode).toBe(3);
  });
});

test('a path that a link or a submodule leads to is not taken for a new one', async () => {
  const inside = new GitRepository();
  try {
    inside.commit({ 'p.json': reading });
    repository.git('submodule', '--quiet', 'add', inside.folder, 'part');
    repository.write({ 'real/deep/a.json': reading });
    symlinkSync('real', join(repository.folder, 'policies'));
    repository.commit();
    for (const [path, message] of [
      ['part', 'is in a submodule'],
      ['part/p.json', 'is in a submodule'],
      ['policies/deep', 'the symbolic link `policies`, which is not followed'],
      ['policies/deep/a.json', 'the symbolic link `policies`, which is not followed'],
    ] as const) {
      const { exitCode, stderr } = await against('HEAD', path);
      expect(stderr).toContain(message);
      expect(exitCode).toBe(2);
    }
    unlinkSync(join(repository.folder, 'policies'));
    repository.write({ 'policies/deep/a.json': reading });
    expect(await changes('HEAD', 'policies/deep/a.json')).toEqual(['+ added policies/deep/a.json']);
  } finally {
    inside.remove();
  }
});

describe('a pull request', () => {
  const statement = (Action: readonly string[]) => ({ Effect: 'Allow', Action });
  const text = (...statements: readonly object[]) =>
    `${JSON.stringify({ Version: '1.1', Statement: statements }, null, 2)}\n`;

  test('that broadens fails, with a comment that says what, where and by which call', async () => {
    repository.commit({ 'team/images.json': text(statement(['ims:images:get', 'ims:images:list'])) });
    repository.git('switch', '--quiet', '--create', 'feature');
    repository.commit({
      'team/images.json': text(statement(['ims:images:get', 'ims:images:list', 'ims:images:share'])),
    });
    const { exitCode, stdout } = await against('main', '--format', 'markdown', '--cloud', 'otc');
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      `### iamscope: access broadens in 1 of 1 changed

\`main\` → the working tree (0 unchanged)

|  | policy or role | gains | in short |
| --- | --- | --- | --- |
| 🔴 broader | \`team/images.json\` (changed) | permission-management | e.g. \`DELETE /v1/cloudimages/members\` \\(ims:images:share\\): not-allowed -&gt; allowed |
`.concat(stdout.slice(stdout.indexOf('\n<details>'))),
    );
    expect(stdout).toContain(
      '- `ims:images:share` is newly allowed · **permission-management** · allow at `team/images.json:9:9`',
    );
    const { stdout: commands } = await against('main', '--format', 'github', '--cloud', 'otc');
    expect(commands).toMatch(
      /^::error file=team\/images\.json,line=9,col=9,title=iamscope diff::team\/images\.json: `ims:images:share` is newly allowed \[permission-management\]%0A/u,
    );
  });

  test('that puts the same in another order passes', async () => {
    repository.commit({ 'p.json': text(statement(['ims:images:get', 'ims:images:list'])) });
    repository.git('switch', '--quiet', '--create', 'feature');
    repository.commit({ 'p.json': text(statement(['ims:images:list']), statement(['ims:images:get'])) });
    const { exitCode, stdout } = await against('main', '--format', 'markdown');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('### iamscope: no change of access');
  });
});
