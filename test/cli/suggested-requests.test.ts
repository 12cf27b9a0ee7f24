import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AnswerSuggestion, CanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

interface Case {
  readonly name: string;
  readonly statements: readonly object[];
  readonly ask: string;
  readonly argv?: readonly string[];
  readonly request?: AnswerSuggestion['request'];
  readonly adds: readonly { readonly actions: readonly string[]; readonly around?: readonly string[] }[];
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'suggestions', 'requests.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

const order = ['allowed', 'ungoverned', 'conditional', 'not-allowed', 'denied'];

async function ask(argv: readonly string[], files: Readonly<Record<string, string>>): Promise<CanAnswer> {
  return JSON.parse((await runCli(['can', ...argv, '-f', 'json'], files)).stdout) as CanAnswer;
}

function actionsOf({ policy }: AnswerSuggestion['policies'][number]): readonly string[] {
  const { Statement } = policy as { readonly Statement: readonly { readonly Action: readonly string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}

function optionsOf({ context = {}, without = [], resources = [] }: NonNullable<AnswerSuggestion['request']>) {
  return [
    ...Object.entries(context).flatMap(([key, values]) =>
      values.flatMap((value) => ['--context', `${key}=${value}`]),
    ),
    ...without.flatMap((key) => ['--without', key]),
    ...resources.flatMap((resource) => ['--resource', resource]),
  ];
}

describe('what makes a call pass as it is comes first', () => {
  test.each(cases)('$name', async ({ statements, ask: query, argv = [], request, adds }) => {
    const files: Record<string, string> = {
      'p.json': JSON.stringify({ Version: '1.1', Statement: statements }),
    };
    const { decision, suggestion } = await ask([query, 'p.json', '--suggest', ...argv], files);
    expect(suggestion?.request).toEqual(request);
    const printed = (suggestion?.policies ?? []).map((addition) => ({
      actions: actionsOf(addition),
      ...(addition.around === undefined ? {} : { around: addition.around }),
    }));
    expect(printed).toEqual(adds);
    // The additions that go around nothing, together with the request, lead where it says.
    const free = suggestion?.policies.filter(({ around }) => around === undefined) ?? [];
    for (const [at, { policy }] of free.entries()) files[`free${at}.json`] = JSON.stringify(policy);
    if (request !== undefined) {
      const again = await ask([query, ...Object.keys(files), ...argv, ...optionsOf(request)], files);
      expect(again.decision).toBe(request.decision);
      expect(order.indexOf(request.decision)).toBeLessThan(order.indexOf(decision));
    }
    // All of them make the answer better, and none of them is idle.
    const all = suggestion?.policies ?? [];
    const withAll = { 'p.json': files['p.json'] ?? '' };
    const policies = all.flatMap((addition) => actionsOf(addition));
    const decide = async (actions: readonly string[]) => {
      const more = actions.length === 0 ? {} : { 'more.json': policyText(actions) };
      const own = { ...withAll, ...more };
      return (await ask([query, ...Object.keys(own), ...argv], own)).decision;
    };
    const final = await decide(policies);
    if (policies.length > 0) expect(order.indexOf(final)).toBeLessThan(order.indexOf(decision));
    for (const action of policies)
      expect(order.indexOf(await decide(policies.filter((one) => one !== action)))).toBeGreaterThan(
        order.indexOf(final),
      );
  });

  test('in words, before any policy, as options to paste', async () => {
    const limited = { 'g:MFAPresent': ['true'] };
    const files = {
      'p.json': JSON.stringify({
        Version: '1.1',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['obs:bucket:ListBucket'],
            Resource: ['obs:*:*:bucket:mine'],
            Condition: { Bool: limited },
          },
        ],
      }),
    };
    for (const format of ['pretty', 'compact', 'csv', 'markdown']) {
      const { stdout } = await runCli(
        ['can', 'obs:bucket:ListBucket', 'p.json', '--suggest', '-f', format],
        files,
      );
      expect(stdout.replaceAll('\\', '')).toContain(
        "passes as it is with --context g:MFAPresent=true --resource 'obs:*:*:bucket:mine' (makes the answer allowed)",
      );
      expect(stdout.indexOf('passes as it is')).toBeLessThan(stdout.indexOf('grant also'));
    }
  });

  test('in a project that the grants of a role name; elsewhere an addition goes around the scope', async () => {
    const files = {
      'a.json': policyText(['ims:images:list']),
      'b.json': policyText(['ims:images:get']),
      'iamscope.yaml': JSON.stringify({
        roles: {
          team: {
            grants: [
              { policy: 'a.json', scope: { project: 'eu-nl' } },
              { policy: 'b.json', scope: { project: 'eu-de' } },
            ],
          },
        },
      }),
    };
    const { suggestion } = await ask(['ims:images:get', '--role', 'team', '--suggest'], files);
    expect(suggestion?.request).toEqual({ context: { 'g:ProjectName': ['eu-de'] }, decision: 'allowed' });
    expect(suggestion?.policies).toMatchObject([
      { around: ['scope'], without: [{ kind: 'scope', message: 'allowed now only in project `eu-de`' }] },
    ]);
    const asked = await ask(['ims:images:list', '--role', 'team', '--suggest'], files);
    expect(asked.suggestion?.request).toEqual({
      context: { 'g:ProjectName': ['eu-nl'] },
      decision: 'allowed',
    });
  });

  test('what is in the way in both clouds is said once', async () => {
    const files = { 'p.json': policyText(['ims:*:*'], ['ims:images:update']) };
    const { stdout } = await runCli(['can', 'PUT /v1/cloudimages/tags', 'p.json', '--suggest'], files);
    const lines = stdout.split('\n').filter((line) => line.includes('in the way'));
    expect(lines).toEqual([expect.stringContaining('`ims:images:update` is denied (p.json:1:')]);
  });
});
