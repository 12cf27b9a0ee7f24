import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/cli/run.ts';
import type { AnswerReason, CanAnswer } from '../../src/model/answer.ts';
import { fakeIo } from '../support/fake-io.ts';

interface Case {
  readonly name: string;
  /** Each a list of statements in short form. */
  readonly policies?: readonly (readonly string[])[];
  /** Documents as they stand in files. */
  readonly text?: readonly string[];
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

/** `allow a and b on r if` as a statement. Quotes keep blanks. */
function statementOf(short: string): object {
  const [, effect, actions = '', resources, condition] =
    /^(allow|deny) (.+?)(?: on (.+?))?( if)?$/.exec(short) ?? [];
  return {
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Action: actions.split(' and ').map((action) => action.replace(/^'(.*)'$/, '$1')),
    ...(resources === undefined ? {} : { Resource: resources.split(' and ') }),
    ...(condition === undefined ? {} : { Condition: { Bool: { 'g:MFAPresent': ['true'] } } }),
  };
}

async function ask(given: Case): Promise<{ exitCode: number; answer: CanAnswer }> {
  const documents = [
    ...(given.policies ?? []).map((statements) =>
      JSON.stringify({ Version: '1.1', Statement: statements.map(statementOf) }),
    ),
    ...(given.text ?? []),
  ];
  const files = Object.fromEntries(documents.map((text, i) => [`policy-${i}.json`, text]));
  const io = fakeIo(files);
  const options = [
    ...(given.cloud === undefined ? [] : ['--cloud', given.cloud]),
    ...(given.scope === undefined ? [] : ['--scope', given.scope]),
    ...(given.ignoreDependencies === true ? ['--ignore-dependencies'] : []),
  ];
  const exitCode = await main(['can', given.ask, ...Object.keys(files), '--format', 'json', ...options], io);
  expect(io.stderr()).toBe('');
  return { exitCode, answer: JSON.parse(io.stdout()) as CanAnswer };
}

function reasonsOf(answer: CanAnswer): readonly AnswerReason[] {
  return 'apis' in answer
    ? answer.apis.flatMap(({ reasons }) => reasons)
    : answer.actions.flatMap(({ reasons }) => reasons);
}

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions');
const files = ['actions', 'apis'].map((name) => ({
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
