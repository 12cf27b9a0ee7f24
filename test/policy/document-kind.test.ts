import { describe, expect, test } from 'vitest';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';

const statement = { Effect: 'Allow', Action: ['ims:images:list'] };

function kindOf(content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const { kind, foreign } = readPolicyFile('a.json', text);
  return foreign ?? kind;
}

describe('policies', () => {
  test.each([
    { name: 'a custom policy', content: { Version: '1.1', Statement: [statement] }, kind: 'policy' },
    { name: 'a policy with an empty Statement', content: { Version: '1.1', Statement: [] }, kind: 'policy' },
    { name: 'a policy without Statement', content: { Version: '1.1' }, kind: 'policy' },
    { name: 'a policy without Version', content: { Statement: [statement] }, kind: 'policy' },
    {
      name: 'a policy of an unknown Version',
      content: { Version: '3', Statement: [statement] },
      kind: 'policy',
    },
    {
      name: 'a policy with a number as Version',
      content: { Version: 1.1, Statement: [statement] },
      kind: 'policy',
    },
    {
      name: 'a policy with a misspelt Statement',
      content: { Version: '1.1', Statment: [statement] },
      kind: 'policy',
    },
    {
      name: 'a policy with a principal',
      content: { Version: '1.1', Statement: [{ ...statement, Principal: {} }] },
      kind: 'policy',
    },
    { name: 'a statement alone', content: statement, kind: 'policy' },
    {
      name: 'lower-case members',
      content: { version: '1.1', statement: [{ effect: 'allow', action: ['a:b:c'] }] },
      kind: 'policy',
    },
    {
      name: 'every action, without Version',
      content: { Statement: [{ Effect: 'Allow', Action: ['*'] }] },
      kind: 'policy',
    },
    {
      name: 'a policy with a lower-case version',
      content: { version: '1.1', Statement: [statement] },
      kind: 'policy',
    },
    {
      name: 'an identity policy with a lower-case version',
      content: { version: '5.0', Statement: [{ Effect: 'Deny', NotAction: ['ims:*:*'] }] },
      kind: 'identity-policy',
    },
    {
      name: 'a service control policy',
      content: { Version: '5.0', Statement: [{ Effect: 'Deny', Action: ['ram:*:*'], Resource: ['*'] }] },
      kind: 'identity-policy',
    },
    { name: 'a role', content: { Version: '1.0', Statement: [statement], Depends: [] }, kind: 'role' },
    {
      name: 'an identity policy',
      content: { Version: '5.0', Statement: [statement] },
      kind: 'identity-policy',
    },
    {
      name: 'members behind escapes',
      content: '{"\\u0053tatement": [{"\\u0045ffect": "Allow"}]}',
      kind: 'policy',
    },
    {
      name: 'a broken policy',
      content: '{"Version": "1.1", "Statement": [{"Effect": "Allow"',
      kind: 'policy',
    },
    {
      name: 'a broken policy without Version',
      content: '{"Statement": [{"Effect": "Allow"',
      kind: 'unreadable',
    },
    {
      name: 'a policy behind a comment',
      content: '// mine\n{"Version": "1.1", "Statement": []}',
      kind: 'policy',
    },
    {
      name: 'a policy without its first bracket',
      content: '"Version": "1.1", "Statement": []}',
      kind: 'policy',
    },
    { name: 'a policy as JavaScript', content: "{Version: '1.1', Statement: []}", kind: 'policy' },
  ])('$name is $kind', ({ content, kind }) => {
    expect(kindOf(content)).toBe(kind);
  });
});

describe('look-alikes', () => {
  const bucket = { Effect: 'Allow', Principal: { ID: ['*'] }, Action: ['GetObject'], Resource: ['mine/*'] };
  const topic = {
    Effect: 'Allow',
    Principal: { CSP: ['a'] },
    Action: ['SMN:Publish'],
    Resource: 'urn:smn:x',
  };
  const endpoint = { Effect: 'Allow', Principal: '*', Action: ['*'], Resource: ['*'] };
  const trust = { Effect: 'Allow', Principal: { Service: ['service.OBS'] }, Action: ['sts:agencies:assume'] };
  const lowerCase = (object: object) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  test.each([
    { content: { Statement: [bucket] }, kind: 'OBS bucket policy' },
    {
      content: { Statement: [{ Effect: 'Deny', Action: ['*'], NotPrincipal: {} }] },
      kind: 'OBS bucket policy',
    },
    {
      content: { Statement: [{ Effect: 'Deny', Action: ['PutObject', 'Get*'] }] },
      kind: 'OBS bucket policy',
    },
    { content: { Version: '2016-09-07', Id: 'x', Statement: [bucket] }, kind: 'SMN topic policy' },
    {
      content: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } },
      kind: 'AWS policy',
    },
    { content: { Version: '2008-10-17', Statement: [bucket] }, kind: 'OBS bucket policy' },
    {
      content: { Version: '2008-10-17', Statement: [{ ...bucket, Action: ['s3:GetObject'] }] },
      kind: 'AWS policy',
    },
    { content: { Statement: [{ ...bucket, Action: 'Get*', Principal: '*' }] }, kind: 'OBS bucket policy' },
    {
      content: {
        statement: [{ effect: 'Allow', principal: { ID: '*' }, action: 'GetObject', resource: 'a/*' }],
      },
      kind: 'OBS bucket policy',
    },
    { content: { version: '2016-09-07', id: 'x', statement: [topic] }, kind: 'SMN topic policy' },
    { content: { version: '2016-09-07', Statement: [bucket] }, kind: 'SMN topic policy' },
    { content: { VERSION: '2016-09-07', STATEMENT: [bucket] }, kind: 'SMN topic policy' },
    { content: { Version: ' 2016-09-07', Statement: [bucket] }, kind: 'SMN topic policy' },
    { content: { Statement: [topic] }, kind: 'SMN topic policy' },
    {
      content: { Statement: [{ ...bucket, Action: ['SMN:Publish', 'SMN:Query*'] }] },
      kind: 'SMN topic policy',
    },
    { content: { Version: '5.0', Statement: [endpoint] }, kind: 'VPC endpoint policy' },
    { content: { version: '5.0', Statement: [endpoint] }, kind: 'VPC endpoint policy' },
    {
      content: { Version: '5.0', Statement: [{ ...endpoint, Principal: { IAM: ['*'] } }] },
      kind: 'VPC endpoint policy',
    },
    {
      content: { Version: '5.0', Statement: [{ Effect: 'Allow', Principal: '*', Action: ['obs:*:*'] }] },
      kind: 'VPC endpoint policy',
    },
    {
      content: {
        Version: '5.0',
        Statement: [{ ...endpoint, Principal: undefined, NotPrincipal: { IAM: ['a'] } }],
      },
      kind: 'VPC endpoint policy',
    },
    {
      content: { Statement: [{ ...endpoint, Action: ['obs:object:GetObject'] }] },
      kind: 'VPC endpoint policy',
    },
    { content: [{ Effect: 'Allow', Action: '*', Resource: ['*', '*/*'] }], kind: 'VPC endpoint policy' },
    {
      content: [{ Effect: 'Deny', NotAction: ['obs:*:*'], Resource: ['*'] }],
      kind: 'VPC endpoint policy',
    },
    {
      content: [{ effect: 'Allow', action: ['obs:*:*'], resource: ['*'] }],
      kind: 'VPC endpoint policy',
    },
    { content: { Version: '5.0', Statement: [trust] }, kind: 'trust policy' },
    { content: { version: '5.0', statement: [lowerCase(trust)] }, kind: 'trust policy' },
    { content: { Statement: [trust] }, kind: 'trust policy' },
    {
      content: {
        Version: '5.0',
        Statement: [{ ...trust, Action: ['sts:agencies:assume', 'sts::tagSession'] }],
      },
      kind: 'trust policy',
    },
    {
      content: { Version: '5.0', Statement: [{ ...trust, Principal: { Federated: 'x' }, Resource: ['*'] }] },
      kind: 'trust policy',
    },
    {
      content: { version: '2012-10-17', statement: [{ effect: 'Allow', action: 's3:*', resource: '*' }] },
      kind: 'AWS policy',
    },
    {
      content: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      kind: 'AWS policy',
    },
    {
      content: {
        Version: '1',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [] } }],
      },
      kind: 'Alibaba Cloud policy',
    },
    {
      content: { Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: 'acs:oss:*:*:a' }] },
      kind: 'Alibaba Cloud policy',
    },
    {
      content: {
        version: '2.0',
        statement: [{ effect: 'allow', action: 'name/cvm:*', resource: 'qcs::cvm:ap::instance/*' }],
      },
      kind: 'Tencent Cloud policy',
    },
    {
      content: { Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::x' }] },
      kind: 'AWS policy',
    },
    {
      content: { version: '2.0', statement: [{ effect: 'allow', action: ['cos:*'], resource: ['*'] }] },
      kind: 'Tencent Cloud policy',
    },
    {
      content: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }] },
      kind: 'Alibaba Cloud policy',
    },
    {
      content: { Version: '5.0', Statement: [{ ...statement, Principal: { Service: ['x'] } }] },
      kind: 'trust policy',
    },
    { content: [{ Effect: 'Allow', Action: ['obs:*:*'], Resource: ['*'] }], kind: 'VPC endpoint policy' },
    {
      content: '{"Version": "2016-09-07", "Statement": [{"Effect": "Allow", "Resource": a.b.c}]}',
      kind: 'SMN topic policy',
    },
  ])('$kind', ({ content, kind }) => {
    expect(kindOf(content)).toBe(kind);
    const file = readPolicyFile('a.json', typeof content === 'string' ? content : JSON.stringify(content));
    expect(file.kind).toBe('foreign');
    expect(file.policies).toEqual([]);
  });
});

describe('what is no policy', () => {
  test.each([
    { name: 'nothing', content: '' },
    { name: 'white space', content: ' \n ' },
    { name: 'prose', content: 'The Effect of a Statement is an Action' },
    { name: 'another JSON', content: { name: 'x', version: '1.1', scripts: { action: 'y' } } },
    { name: 'another JSON with actions', content: { statement: [{ action: 'SELECT 1' }], actions: [] } },
    { name: 'another JSON, broken', content: '{"name": "x", "action": {' },
    { name: 'a list of something', content: [{ Action: 'x' }] },
    { name: 'a number', content: '1.1' },
    {
      name: 'a grant of KMS',
      content: { key_id: 'x', grantee_principal: 'y', operations: ['encrypt-data'] },
    },
    { name: 'a tag policy', content: { tags: { a: { tag_key: { '@@assign': 'Effect' } } } } },
    {
      name: 'a policy of Google',
      content: { version: 1, etag: 'Action', bindings: [{ role: 'r', members: [] }] },
    },
    {
      name: 'a role of Azure',
      content: { Name: 'Reader', Actions: ['*/read'], NotActions: [], AssignableScopes: ['/'] },
    },
    {
      name: 'a policy of Azure',
      content: '{"policyRule": {"if": {"field": "type", "equals": "x"}, "then": {"effect": "deny"}}}',
    },
    {
      name: 'an access list of Kubernetes',
      content: { apiVersion: 'v1', rules: [{ verbs: ['get'] }], effect: '' },
    },

    {
      name: 'HCL',
      content: '{\n  Version = "1.1"\n  Statement = [{ Effect = "Allow", Action = ["ims:images:list"] }]\n}',
    },
    { name: 'an HCL block', content: 'resource "x" "y" {\n  statement {\n    effect = "Allow"\n  }\n}' },
    {
      name: 'YAML',
      content: 'Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action: [ims:images:list]\n',
    },
    {
      name: 'Markdown with a policy inside',
      content: '# Policies\n\nHere:\n\n{"Version": "1.1", "Statement": []}\n',
    },
  ])('$name is none', ({ content }) => {
    expect(kindOf(content)).toBe('none');
  });
});
