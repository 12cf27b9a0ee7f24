import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicyBytes } from '../../src/cli/files/read-policy-bytes.ts';
import type { GeneratedPolicy, GeneratedStatement } from '../../src/model/generated.ts';
import { noColours } from '../../src/reporters/colours.ts';
import { renderGenerated } from '../../src/reporters/generated-policies.ts';
import { fakeIo } from '../support/fake-io.ts';
import { runCli } from '../support/run-cli.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

/** What a file says of statements, without the places. */
async function statementsIn(file: string, text: string) {
  const io = fakeIo({ [file]: text });
  const { policies } = await readPolicyBytes(file, new TextEncoder().encode(text), { io, defaults: false });
  return policies.map(({ layer, statements, faults, holes }) => ({
    layer,
    faults: faults.length,
    holes: holes?.length ?? 0,
    statements: JSON.parse(
      JSON.stringify(statements, (name, value: unknown) => (name === 'path' ? undefined : value)),
    ) as unknown,
  }));
}

const rendered = (policies: readonly GeneratedPolicy[]) =>
  renderGenerated(
    { schemaVersion: 1, policies, answers: [], unknown: [], notes: [] },
    'terraform',
    noColours,
  );

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc
    .array(fc.constantFrom(...'a$%{}"\\~\n\r\t\b\f\u2028\u200b😀'), { maxLength: 10 })
    .map((characters) => characters.join('')),
);
const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: fc.array(fc.constantFrom('obs:bucket:ListBucket', 'obs:*:*', 'obs:object:Get*'), {
      minLength: 1,
      maxLength: 3,
    }),
    Resource: fc.array(
      text.map((name) => `obs:*:*:bucket:${name}`),
      { minLength: 1, maxLength: 2 },
    ),
    Condition: fc.dictionary(
      fc.constantFrom('StringEquals', 'StringLikeIfExists', 'ForAnyValue:StringEquals'),
      fc.dictionary(
        fc.constantFrom('g:UserName', 'obs:prefix'),
        fc.array(text, { minLength: 1, maxLength: 2 }),
        {
          minKeys: 1,
        },
      ),
      { minKeys: 1 },
    ),
  },
  { requiredKeys: ['Effect', 'Action'] },
);

test.each(['hwc', 'otc'] as const)(
  'a document in Terraform for %s says what it says in JSON',
  async (cloud) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('global' as const, 'project' as const),
        async (statements: readonly GeneratedStatement[], level) => {
          const document = { Version: '1.1' as const, Statement: statements };
          const [inJson] = await statementsIn('p.json', JSON.stringify(document));
          const inTerraform = await statementsIn('main.tf', rendered([{ cloud, level, document }]));
          expect(inTerraform).toEqual([{ ...inJson, layer: level === 'global' ? 'AX' : 'XA' }]);
        },
      ),
      { numRuns: Math.ceil(propertyRuns / 50) },
    );
  },
  propertyTimeout,
);

test('for both clouds there is a resource for each, with names of their own', () => {
  const document = { Version: '1.1' as const, Statement: [{ Effect: 'Deny' as const, Action: ['ims:*:*'] }] };
  const policies: readonly GeneratedPolicy[] = [
    { cloud: 'any', level: 'project', document },
    { cloud: 'otc', level: 'project', document },
  ];
  expect(rendered(policies).match(/^resource .*(?= \{$)/gmu)).toEqual([
    'resource "huaweicloud_identity_role" "generated_project"',
    'resource "opentelekomcloud_identity_role_v3" "generated_project"',
    'resource "opentelekomcloud_identity_role_v3" "generated_project_2"',
  ]);
  expect(rendered(policies)).not.toContain('Allow');
});

test('an agency policy has no form in the blocks of the opentelekomcloud provider', async () => {
  const policy = {
    Version: '1.1',
    Statement: [
      { Effect: 'Allow', Action: ['iam:agencies:assume'], Resource: { uri: ['/iam/agencies/4711'] } },
    ],
  };
  const generate = async (cloud: string) =>
    await runCli(
      [
        'generate',
        'iam:agencies:assume',
        '--from-policy',
        'p.json',
        '--cloud',
        cloud,
        '--format',
        'terraform',
      ],
      { 'p.json': JSON.stringify(policy) },
    );
  expect((await generate('hwc')).stdout).toContain('Resource = {\n          uri = [');
  expect(await generate('otc')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('`--format json`'),
  });
});
