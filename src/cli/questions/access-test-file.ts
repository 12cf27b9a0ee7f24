import { posix } from 'node:path';
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { DecisionKind } from '../../model/decision.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import type { StatementPlace } from '../../review/access-tests/judge-answer.ts';
import { schemaError } from '../config/config-words.ts';
import { largestSettings, readSettings } from '../files/read-named.ts';
import type { YamlDocument } from '../files/read-yaml.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** A file of tests as its schema lets it be written. */
interface WrittenTests {
  readonly policies?: readonly string[];
  readonly role?: string;
  readonly terraform?: string;
  readonly group?: string;
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly resource?: string | readonly string[];
  readonly tests?: readonly WrittenTest[];
  readonly never?: readonly (string | { readonly what: string; readonly unless?: 'conditional' })[];
  readonly table?: {
    readonly roles: readonly string[];
    readonly questions: Readonly<Record<string, readonly DecisionKind[]>>;
  };
}

interface WrittenTest {
  readonly can: string;
  readonly expect?: DecisionKind;
  readonly by?: string;
  readonly missing?: readonly string[];
}

/** Who is asked: policies granted together, a role of the configuration, or whom Terraform grants something. */
export interface TestHolder {
  readonly name: string;
  readonly role: string | undefined;
  readonly policies: readonly string[];
  /** The folder, plan or state that describes the role. */
  readonly terraform?: string;
}

/** A decision that is expected, and where in the file it is written. */
export interface WrittenExpectation {
  readonly holder: TestHolder;
  readonly question: string;
  readonly line: number;
  /** `undefined`: it is to be written. */
  readonly expected: DecisionKind | undefined;
  /** Of the expected decision in the document. */
  readonly path: readonly string[];
  readonly by?: StatementPlace;
  readonly missing?: readonly string[];
}

export interface WrittenNever {
  readonly holder: TestHolder;
  readonly question: string;
  readonly line: number;
  readonly unless?: 'conditional';
}

/** A file of tests, read. */
export interface AccessTestFile {
  readonly file: string;
  readonly text: string;
  readonly document: YamlDocument;
  readonly cloud: CloudChoice | undefined;
  readonly scope: GrantScope | undefined;
  /** Condition keys of the requests. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
  readonly resources: readonly string[];
  readonly tests: readonly WrittenExpectation[];
  readonly never: readonly WrittenNever[];
}

/**
 * Reads a file of tests.
 * @throws UsageError naming file and line, for what the form does not have, and for a file that tests nothing
 */
export async function readAccessTests(file: string, io: Io): Promise<AccessTestFile> {
  const { iamtestCheck, readYaml, readYamlDocument } = await import('../files/read-yaml.ts');
  const text = readSettings(file, largestSettings, io, { instead: 'name a file `*.iamtest.yaml`' });
  const document = readYamlDocument(file, text);
  const errors = iamtestCheck(() => io.readData('iamtest.schema.json'))(document.value ?? {});
  if (errors.length > 0) throw schemaErrorOf(file, errors, document);
  const written = (document.value ?? {}) as WrittenTests;
  const failure = (path: readonly string[], words: string) =>
    new UsageError(`${file}:${document.lineOf(path)}: ${words}`);
  const holder = holderIn(file, written, failure, io);
  const { cloud, scope, context, resource = [], tests = [], never = [], table } = written;
  const first = tests.length > 0 ? 'tests' : 'never';
  if (holder === undefined && (tests.length > 0 || never.length > 0))
    throw failure(
      [first],
      `\`${first}\` needs \`policies\`, \`role\`, or \`terraform\` with \`group\`: who is asked`,
    );
  const asked = holder ?? { name: '', role: undefined, policies: [] };
  const found: AccessTestFile = {
    file,
    text,
    document,
    cloud,
    scope,
    // Numbers as they are written.
    context: context && (readYaml(file, text) as WrittenTests).context,
    resources: [resource].flat(),
    tests: [
      ...tests.map((test, i) => expectationOf(test, String(i), { file, document, holder: asked })),
      ...tableTests(table, { file, terraform: written.terraform }, document, failure),
    ],
    never: never.map((one, i) => ({
      holder: asked,
      line: document.lineOf(['never', String(i)]),
      ...(typeof one === 'string'
        ? { question: one }
        : { question: one.what, ...(one.unless ? { unless: one.unless } : {}) }),
    })),
  };
  if (found.tests.length + found.never.length === 0)
    throw failure([], 'the file tests nothing: it needs `tests`, `never` or `table`');
  return found;
}

function schemaErrorOf(file: string, errors: readonly ErrorObject[], { lineOf }: YamlDocument): UsageError {
  return schemaError(file, errors, lineOf, 'the file of tests');
}

type Failure = (path: readonly string[], words: string) => UsageError;

function holderIn(file: string, written: WrittenTests, failure: Failure, io: Io): TestHolder | undefined {
  const { policies, role, terraform, group } = written;
  const given = (['policies', 'role', 'terraform'] as const).filter((name) => written[name] !== undefined);
  const [, second] = given;
  if (second !== undefined)
    throw failure(
      [second],
      `who is asked is said once: by ${given.map((name) => `\`${name}\``).join(' or ')}`,
    );
  if (group !== undefined && terraform === undefined)
    throw failure(['group'], '`group` needs `terraform`: the folder');
  const isOfTable = written.table !== undefined && (written.tests ?? written.never) === undefined;
  if (terraform !== undefined && group === undefined && !isOfTable)
    throw failure(['terraform'], '`terraform` needs `group`: the address of a group, user or agency');
  if (terraform !== undefined && io.kindOf(besideFile(file, terraform)) === 'missing')
    throw failure(
      ['terraform'],
      `${inBackticks(besideFile(file, terraform))} cannot be read: there is no such folder`,
    );
  const at = (path: string) => besideFile(file, path);
  if (policies?.some((path) => /^-(?:#|$)/u.test(path)))
    throw failure(['policies'], '`-` is not a policy here: standard input is not read');
  if (policies !== undefined) {
    const paths = policies.map(at);
    return { name: paths.join(', '), role: undefined, policies: paths };
  }
  if (role !== undefined) return { name: role, role, policies: [] };
  return terraform === undefined || group === undefined
    ? undefined
    : { name: group, role: group, policies: [], terraform: at(terraform) };
}

/** A path that is relative to a file. */
function besideFile(file: string, path: string): string {
  if (path.startsWith(systemPrefix) || posix.isAbsolute(path)) return path;
  const joined = posix.join(posix.dirname(file), path);
  return joined === '-' || joined.startsWith(systemPrefix) ? `./${joined}` : joined;
}

/** The steps of a JSON pointer. */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .filter((step, i, steps) => step !== '' || i < steps.length - 1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function expectationOf(
  { can, expect, by, missing }: WrittenTest,
  index: string,
  {
    file,
    document,
    holder,
  }: { readonly file: string; readonly document: YamlDocument; readonly holder: TestHolder },
): WrittenExpectation {
  const path = ['tests', index];
  const hash = by?.lastIndexOf('#/') ?? -1;
  return {
    holder,
    question: can,
    line: document.lineOf([...path, 'can']),
    expected: expect,
    path: [...path, 'expect'],
    ...(by === undefined
      ? {}
      : {
          by: { file: besideFile(file, by.slice(0, hash)), path: stepsOf(by.slice(hash + 1)) },
        }),
    ...(missing === undefined ? {} : { missing }),
  };
}

function tableTests(
  table: WrittenTests['table'],
  { file, terraform }: { readonly file: string; readonly terraform: string | undefined },
  document: YamlDocument,
  failure: Failure,
): readonly WrittenExpectation[] {
  if (table === undefined) return [];
  const { roles, questions } = table;
  const twice = roles.find((role, i) => roles.indexOf(role) < i);
  if (twice !== undefined) throw failure(['table', 'roles'], `the role \`${twice}\` is already listed`);
  return Object.entries(questions).flatMap(([question, expected]) => {
    const path = ['table', 'questions', question];
    if (expected.length !== roles.length)
      throw failure(
        path,
        `${roles.length === 1 ? 'one decision is' : `${roles.length} decisions are`} expected, one for each role, and there ${expected.length === 1 ? 'is one' : `are ${expected.length}`}`,
      );
    return roles.map(
      (role, i): WrittenExpectation => ({
        holder: {
          name: role,
          role,
          policies: [],
          ...(terraform === undefined ? {} : { terraform: besideFile(file, terraform) }),
        },
        question,
        line: document.lineOf(path),
        expected: expected[i],
        path: [...path, String(i)],
      }),
    );
  });
}
