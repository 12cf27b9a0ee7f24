import { describe, expect, test } from 'vitest';
import { run } from '../support/run-on-policies.ts';

describe('lint', () => {
  const broken =
    '{\n  "Version": "1.1",\n  "Statement": [{ "Effect": "allow", "Action": ["ims:images:list"] }]\n}\n';

  test('is silent about clean policies', async () => {
    const { exitCode, stdout, stderr } = await run(['lint', 'image-tagger.json', '--format', 'compact']);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('finds policies in folders', async () => {
    const { exitCode, stdout } = await run(['lint', '--format', 'compact'], { 'sub/broken.json': broken });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('sub/broken.json:3:29: error invalid-effect');
  });

  test('a file that cannot be read does not hide the others', async () => {
    const { exitCode, stdout, stderr } = await run(
      ['lint', 'absent.json', 'broken.json', '--format', 'compact'],
      {
        'broken.json': broken,
      },
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('broken.json:3:29: error');
    expect(stderr).toBe('iamscope: `absent.json` cannot be read: there is no such file\n');
  });

  test('--fail-on moves the threshold', async () => {
    const deny = '{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["ims:images:delete"]}]}';
    const exitCodes = await Promise.all(
      ['error', 'warning', 'info', 'never'].map(
        async (threshold) =>
          (await run(['lint', 'deny.json', '--fail-on', threshold], { 'deny.json': deny })).exitCode,
      ),
    );
    expect(exitCodes).toEqual([0, 0, 1, 0]);
    const never = await run(['lint', 'broken.json', '--fail-on', 'never'], { 'broken.json': broken });
    expect(never.exitCode).toBe(0);
  });

  test('--output writes the results to a file', async () => {
    const { stdout, written } = await run(
      ['lint', 'broken.json', '--format', 'json', '--output', 'out.json'],
      {
        'broken.json': broken,
      },
    );
    expect(stdout).toBe('');
    expect(JSON.parse(written.get('out.json') ?? '')).toMatchObject({
      schemaVersion: 1,
      summary: { errors: 1 },
    });
  });

  test('policies inside an envelope are linted in place', async () => {
    const text = `{
  "roles": [
    { "policy": { "Version": "1.1", "Statement": [{ "Effect": "Deny", "Action": ["ims:images:delete"] }] } },
    { "policy": { "Version": "1.1", "Statement": [{ "Action": ["ims:images:list"] }] } },
    { "display_name": "empty" }
  ]
}
`;
    const { stdout } = await run(['lint', 'roles.json', '--format', 'compact'], { 'roles.json': text });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'roles.json:3:37: info deny-only-policy the policy only denies: it grants nothing by itself',
      'roles.json:4:51: error missing-member the statement has no `Effect`',
      'roles.json:5:5: error missing-member the role has no `policy`',
    ]);
  });

  const yaml = 'Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action:\n      - ims:images:list\n';

  test('policies in YAML are found in folders, and other YAML is left alone', async () => {
    const { exitCode, stdout, stderr } = await run(['lint', 'y', '--format', 'compact'], {
      'y/good.yaml': yaml,
      'y/bad.yml': yaml.replace('Allow', 'allow'),
      'y/deployment.yaml': 'kind: Deployment\nStatement: none\nspec: {{ template }}\n',
      'y/iamscope.yaml': 'cloud: otc\nrules: {}\n',
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: 'y/bad.yml:3:13: error invalid-effect `allow` is not an Effect\n',
      stderr: '',
    });
  });

  test('policies in YAML answer questions', async () => {
    const files = { 'p.yaml': yaml };
    expect((await run(['can', 'ims:images:list', 'p.yaml'], files)).exitCode).toBe(0);
    expect((await run(['can', 'ims:images:get', 'p.yaml'], files)).exitCode).toBe(1);
    expect((await run(['can', 'ims:images:list', '-'], {}, yaml)).exitCode).toBe(0);
    const { stdout } = await run(['who-can', 'ims:images:list', 'p.yaml', '--format', 'json'], files);
    expect(JSON.parse(stdout)).toMatchObject({
      answers: [{ decision: 'allowed', actions: [{ by: [{ line: 5, column: 9 }] }] }],
    });
  });

  test('nothing is sure of one document among several, or of one that is too large', async () => {
    const one = '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}';
    const files = { 'two.json': `${one}\n${one}`, 'large.json': `${' '.repeat(9_000_000)}${one}` };
    expect((await run(['can', 'ims:images:list', 'two.json'], files)).exitCode).toBe(3);
    expect((await run(['can', 'ims:images:list', 'large.json'], files)).exitCode).toBe(2);
  });

  test('policies of another kind are an info', async () => {
    const aws = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    const { exitCode, stdout, stderr } = await run(['lint', 'aws.json', '--format', 'compact'], {
      'aws.json': aws,
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout:
        'aws.json:1:1: info foreign-document this is an AWS policy (its Version is `2012-10-17`), not an IAM policy: it is left alone\n',
      stderr: '',
    });
  });

  test('files that are no policies are left alone', async () => {
    const { exitCode, stdout } = await run(['lint', 'package.json', 'binary.dat', '--format', 'compact'], {
      'package.json': '{"name": "x"}',
      'binary.dat': new Uint8Array([0, 255, 254, 1]),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  });

  test('--scope, or the configuration, says where the policies are granted', async () => {
    const files = {
      'share.json': '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:share"]}]}',
    };
    const call = ['lint', 'share.json', '--format', 'compact'];
    expect((await run(call, files)).stdout).toBe('');
    const scoped = await run([...call, '--scope', 'enterprise-project'], files);
    expect(scoped.stdout).toContain('share.json:1:59: warning no-enterprise-project-support');
    const configured = { ...files, 'iamscope.yaml': 'scope: enterprise-project\n' };
    expect((await run(call, configured)).stdout).toBe(scoped.stdout);
    expect((await run([...call, '--scope', 'project'], configured)).stdout).toBe('');
  });
});

describe('entries of the vendor in what the IAM API replies', () => {
  const wrong = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['*:*:*', 'ims:images:gett'] }] };
  const reply = (catalog: string) =>
    JSON.stringify({
      roles: [{ display_name: 'X', type: 'XA', catalog, flag: 'fine_grained', policy: wrong }],
    });

  test('are left alone by lint, and decide', async () => {
    const rulesOf = async (catalog: string) => {
      const { stdout } = await run(['lint', 'r.json', '--format', 'compact'], { 'r.json': reply(catalog) });
      return stdout.split('\n').flatMap((line) => line.split(' ')[2] ?? []);
    };
    expect(await rulesOf('CUSTOMED')).toContain('unknown-action');
    expect(await rulesOf('IMS')).toEqual([]);
    expect(await run(['can', 'ims:images:get', 'r.json'], { 'r.json': reply('IMS') })).toMatchObject({
      exitCode: 0,
    });
  });

  test('are said to be no JSON all the same', async () => {
    const text = reply('IMS').replace('"*:*:*",', '"*:*:*"');
    const { stdout } = await run(['lint', 'r.json', '--format', 'compact'], { 'r.json': text });
    expect(stdout).toContain('invalid-json');
  });
});
