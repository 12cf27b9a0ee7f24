import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/cli/run.ts';
import type { AnswerReason, CanAnswer } from '../../src/model/answer.ts';
import { fakeIo } from '../support/fake-io.ts';
import { shortPolicyText } from '../support/short-statements.ts';

type Place = 'iam' | 'global' | 'project' | 'otherProject' | 'enterprise' | 'otherEnterprise';

interface Case {
  readonly name: string;
  /** Each a list of statements in short form. */
  readonly policies?: readonly (readonly string[])[];
  /** Documents as they stand in files. */
  readonly text?: readonly string[];
  /** Where the specification says so: a section, or the number of an open point. */
  readonly point?: string;
  /** Display names of system policies that are granted too. */
  readonly system?: readonly string[];
  /** Grants of a role, each statements in short form at one place. */
  readonly grants?: readonly Readonly<Partial<Record<Place, readonly string[]>>>[];
  /** Known values of condition keys. */
  readonly context?: Readonly<Record<string, string>>;
  /** Condition keys that are known to be absent. */
  readonly without?: readonly string[];
  readonly resource?: readonly string[];
  readonly ask: string;
  readonly cloud?: string;
  readonly scope?: string;
  readonly ignoreDependencies?: boolean;
  readonly expect: string;
  /** Kinds of reasons, all of them. Absent: no reason at all. */
  readonly reasons?: readonly string[];
  readonly useCases?: Readonly<Record<string, string>>;
  /** `cloud METHOD path` of the APIs found. */
  readonly apis?: readonly string[];
}

const exitCodes: Readonly<Record<string, number>> = {
  allowed: 0,
  'not-allowed': 1,
  denied: 1,
  conditional: 3,
  ungoverned: 3,
};

const scopes: Readonly<Record<Place, object | undefined>> = {
  iam: undefined,
  global: { global: true },
  project: { project: 'eu-de' },
  otherProject: { project: 'eu-nl' },
  enterprise: { enterpriseProject: 'web' },
  otherEnterprise: { enterpriseProject: 'shop' },
};

/** The files and arguments that put the case's policies to the question. */
function arrange(given: Case): {
  readonly files: Record<string, string>;
  readonly subjects: readonly string[];
} {
  const files: Record<string, string> = {};
  const documents = [...(given.policies ?? []).map(shortPolicyText), ...(given.text ?? [])];
  for (const [i, text] of documents.entries()) files[`policy-${i}.json`] = text;
  const system = (given.system ?? []).map((name) => `system:${name}`);
  if (given.grants === undefined) return { files, subjects: [...Object.keys(files), ...system] };
  const grants = given.grants.flatMap((grant, i) =>
    Object.entries(grant).map(([place, statements]) => {
      const policy = `grant-${i}-${place}.json`;
      files[policy] = shortPolicyText(statements);
      const scope = scopes[place as Place];
      return scope === undefined ? { policy } : { policy, scope };
    }),
  );
  files['iamscope.yaml'] = JSON.stringify({ roles: { asked: { grants } } });
  return { files, subjects: ['--role', 'asked'] };
}

async function ask(given: Case): Promise<{ exitCode: number; answer: CanAnswer }> {
  const { files, subjects } = arrange(given);
  const io = fakeIo(files);
  const options = [
    ...(given.cloud === undefined ? [] : ['--cloud', given.cloud]),
    ...(given.scope === undefined ? [] : ['--scope', given.scope]),
    ...(given.ignoreDependencies === true ? ['--ignore-dependencies'] : []),
    ...Object.entries(given.context ?? {}).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    ...(given.without ?? []).flatMap((key) => ['--without', key]),
    ...(given.resource ?? []).flatMap((resource) => ['--resource', resource]),
  ];
  const exitCode = await main(['can', given.ask, ...subjects, '--format', 'json', ...options], io);
  // An action that no page names is decided all the same, and said.
  expect(io.stderr()).toMatch(/^(?:iamscope: .+ what is said of .+ follows from the policies alone.*\n)?$/);
  return { exitCode, answer: JSON.parse(io.stdout()) as CanAnswer };
}

function reasonsOf(answer: CanAnswer): readonly AnswerReason[] {
  return 'apis' in answer
    ? answer.apis.flatMap(({ reasons }) => reasons)
    : answer.actions.flatMap(({ reasons }) => reasons);
}

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions');
const files = ['actions', 'apis', 'language', 'newer-pages', 'system-policies'].map((name) => ({
  name,
  cases: parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as readonly Case[],
}));

describe.each(files)('$name', ({ cases }) => {
  test('names are unique', () => {
    const names = cases.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test.each(cases)('$name', async (given) => {
    const { exitCode, answer } = await ask(given);
    expect(answer.decision).toBe(given.expect);
    expect(exitCode).toBe(exitCodes[given.expect]);
    if (answer.query.kind !== 'task') {
      const kinds = new Set(reasonsOf(answer).map(({ kind }) => kind));
      expect([...kinds].sort()).toEqual([...(given.reasons ?? [])].sort());
    }
    if ('apis' in answer) {
      if (given.useCases) {
        const [row] = answer.apis;
        expect(Object.fromEntries((row?.useCases ?? []).map(({ id, decision }) => [id, decision]))).toEqual(
          given.useCases,
        );
      }
      if (given.apis) {
        expect(answer.apis.map(({ cloud, method, path }) => `${cloud} ${method} ${path}`).sort()).toEqual(
          given.apis,
        );
      }
    }
  });
});
