import { withKnownNames } from '../../catalogue/known-names.ts';
import type { Decider, DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { createTargets } from '../../decide/target.ts';
import type { AccessCoverage, TestedNever, TestedQuestion } from '../../model/access-test.ts';
import { type ActionPattern, readAction } from '../../model/action.ts';
import type { AnswerPlace, QueryAnswer } from '../../model/answer.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { patternsMeet } from '../../patterns/action-pattern.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { requirementLine, whyLines } from '../../reporters/decision-lines.ts';
import { findUntested, type TestedGrants } from '../../review/access-tests/find-untested.ts';
import {
  decidingParts,
  type Expectation,
  missingActions,
  type Problems,
  possibleParts,
  problemsOf,
  type TestedAnswer,
} from '../../review/access-tests/judge-answer.ts';
import { requestContext } from '../arguments/context.ts';
import type { TestArguments } from '../arguments/test-arguments.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { createProgress } from '../files/progress.ts';
import type { Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import type { AccessTestFile, TestHolder, WrittenExpectation } from './access-test-file.ts';
import { answerOf, decideQuestion, inCloud } from './answer-question.ts';
import { placesIn } from './answers.ts';
import { readAsked, subjectAsked } from './asked.ts';
import { decisionOptions } from './decider.ts';
import { type GrantSet, grantSetOf, readGrants, terraformHolders } from './read-grants.ts';
import type { Subject } from './subject.ts';
import type { HolderGrants } from './terraform-grants.ts';
import { holderNamed } from './terraform-holders.ts';
import { isNamedAction, meantBy } from './unknown-action.ts';

/** What became of the tests of a file. */
export interface FileRun {
  readonly file: AccessTestFile;
  readonly tests: readonly TestedQuestion[];
  readonly never: readonly TestedNever[];
  /** What is decided today, for `--update`. */
  readonly today: readonly DecidedToday[];
  /** For coverage: who was asked, and what. */
  readonly sets: readonly TestedGrants[];
  readonly files: readonly PolicyFile[];
  /** What there is to say of the questions, in words. */
  readonly notes: readonly string[];
}

/** What a test is answered today, and what of it is not as expected. */
export interface DecidedToday {
  readonly test: WrittenExpectation;
  readonly problems: Problems;
  readonly decision: DecisionKind;
  readonly missing: readonly string[];
  readonly by: readonly AnswerPlace[];
}

/**
 * Runs the tests of a file.
 * @throws UsageError naming the file and the line of a question that asks for nothing, or for what is probably misspelt
 */
export async function runTestFile(
  file: AccessTestFile,
  call: TestArguments,
  world: World,
  io: Io,
): Promise<FileRun> {
  const run = new TestRun(file, call, world, io);
  const tests: TestedQuestion[] = [];
  const today: DecidedToday[] = [];
  for (const test of file.tests) {
    if (test.expected === undefined && !call.update)
      throw new UsageError(
        `${file.file}:${test.line}: ${inBackticks(test.question)} needs \`expect\`; \`iamscope test --update\` writes what is decided today`,
      );
    for (const action of test.missing ?? []) run.refuseUnknown(action, test.line);
    const asked = await run.ask(test, 'can');
    const { decision } = asked.answer;
    const expectation: Expectation = {
      decision: test.expected ?? decision,
      ...(test.by === undefined ? {} : { by: { ...test.by, file: asked.nameOf(test.by.file) } }),
      ...(test.missing === undefined ? {} : { missing: test.missing }),
    };
    const problems = problemsOf(asked.answer, expectation);
    const words = Object.values(problems);
    const missing = missingActions(asked.answer);
    asked.watch((answer) => JSON.stringify([answer.decision, problemsOf(answer, expectation)]));
    today.push({ test, problems, decision, missing, by: asked.head.by });
    if (test.expected === undefined) continue;
    tests.push({
      ...asked.head,
      expected: test.expected,
      missing,
      ok: words.length === 0,
      problems: words,
    });
  }
  const never: TestedNever[] = [];
  for (const one of file.never) {
    const asked = await run.ask(one, 'never');
    const parts = possibleParts(asked.answer, one.unless);
    const isAccepted = asked.answer.decision === 'conditional' && one.unless !== undefined;
    const possible = parts.length > 0 || isAccepted ? (asked.allowedWithin() ?? parts) : parts;
    const problems =
      possible.length === 0
        ? []
        : [
            `must never be, but ${possible.length === 1 ? 'this is' : 'these are'} possible: ${possible.slice(0, 5).map(inBackticks).join(', ')}${possible.length > 5 ? ` and ${possible.length - 5} more` : ''}`,
          ];
    asked.watch((answer) => JSON.stringify([answer.decision, possibleParts(answer, one.unless)]));
    never.push({
      ...asked.head,
      ...(one.unless === undefined ? {} : { unless: one.unless }),
      possible,
      ok: problems.length === 0,
      problems,
    });
  }
  return { file, tests, never, today, sets: run.sets(), files: run.files(), notes: [...run.notes] };
}

/** A question that was asked, and what it is answered. */
interface AskedQuestion {
  readonly head: Omit<TestedQuestion, 'expected' | 'missing' | 'ok' | 'problems'>;
  readonly answer: TestedAnswer;
  /** What the answer calls a file. */
  nameOf(file: string): string;
  /** For coverage: what of an answer has to stay as it is. */
  watch(outcome: (answer: TestedAnswer) => string): void;
  /** Of a pattern: what is written in the policies, or documented, and possible for sure; `undefined` where there is nothing. */
  allowedWithin(): readonly string[] | undefined;
}

/** A test's outcome by a decider for its grants. */
interface Watched {
  readonly options: DecisionOptions;
  readonly outcome: (decider: Decider) => string;
}

/** A question of a file, and who is asked. */
interface AskedTest {
  readonly holder: TestHolder;
  readonly question: string;
  readonly line: number;
}

class TestRun {
  readonly notes = new Set<string>();
  readonly #file: AccessTestFile;
  readonly #call: TestArguments;
  readonly #world: World;
  readonly #io: Io;
  readonly #granted = new Map<string, GrantSet>();
  readonly #terraform = new Map<string, readonly HolderGrants[]>();
  readonly #options = new Map<CloudChoice, DecisionOptions>();
  readonly #deciders = new Map<GrantSet, Map<DecisionOptions, Decider>>();
  readonly #watched = new Map<GrantSet, Watched[]>();
  readonly #asked = new Map<string, number>();
  readonly #targets = createTargets();
  readonly #named: World['catalogue'];

  constructor(file: AccessTestFile, call: TestArguments, world: World, io: Io) {
    this.#file = file;
    this.#call = call;
    this.#world = world;
    this.#io = io;
    const { known } = call.config ?? {};
    this.#named = known === undefined ? world.catalogue : withKnownNames(world.catalogue, known);
  }

  async ask(test: AskedTest, kind: 'can' | 'never'): Promise<AskedQuestion> {
    const { holder, question, line } = test;
    const world = this.#world;
    this.#noteRepeat(test, kind);
    const subject = await this.#placed(line, () => this.#subjectOf(question));
    const granted = await this.#placed(line, () => this.#grantsOf(holder, subject.cloud));
    const asked = inCloud(subject, granted.cloud ?? subject.cloud);
    const options = await this.#placed(line, async () => this.#optionsIn(granted.cloud ?? subject.cloud));
    const decider = this.#deciderOf(granted, options);
    const answer = decideQuestion(asked, decider, world);
    const place = placesIn(granted.files);
    return {
      head: {
        file: this.#file.file,
        line,
        holder: holder.name,
        question,
        actual: answer.decision,
        by: decidingParts(answer).map(place),
        why: whyOf(answerOf(answer, granted)),
      },
      answer,
      nameOf: (file) => this.#nameOf(file, granted),
      watch: (outcome) => {
        const watched = this.#watched.get(granted) ?? [];
        this.#watched.set(granted, watched);
        watched.push({
          options,
          outcome: (other) => outcome(decideQuestion(asked, other, world)),
        });
      },
      allowedWithin: () => this.#allowedWithin(asked, granted, decider),
    };
  }

  /** What nobody documents and is near a documented name guards nothing. @throws UsageError */
  refuseUnknown(action: string, line: number): void {
    const reading = readAction(action);
    const where = `${this.#file.file}:${line}: `;
    if (!reading.ok)
      throw new UsageError(`${where}${inBackticks(action)} is not an action, as in \`ims:images:get\``);
    const meant = this.#meantBy(reading.pattern, this.#file.cloud ?? this.#call.cloud);
    if (meant.length > 0) throw new UsageError(`${where}${misspelt(reading.pattern, meant)}`);
  }

  sets(): readonly TestedGrants[] {
    return [...this.#watched].map(([{ grants }, watched]) => ({
      grants,
      questions: watched.length,
      outcomes: (others) => {
        const deciders = new Map<DecisionOptions, Decider>();
        return (question) => {
          const test = watched[question];
          if (test === undefined) throw new Error(`${question} is not asked`);
          const decider = deciders.get(test.options) ?? deciderFor(others, test.options);
          deciders.set(test.options, decider);
          return test.outcome(decider);
        };
      },
    }));
  }

  files(): readonly PolicyFile[] {
    return [...this.#granted.values()].flatMap(({ files }) => files);
  }

  async #subjectOf(question: string): Promise<Subject> {
    if (question.trim() === '-') throw new UsageError('`-` is not a question: standard input is not read');
    const cloud = this.#file.cloud ?? this.#call.cloud;
    const read = await readAsked(question, [], this.#world, this.#io);
    const { subject, notes } = await subjectAsked(
      read,
      { command: 'test', cloud, service: undefined, others: [], exact: false },
      this.#world,
    );
    if (subject.kind === 'action')
      for (const pattern of [subject.pattern, ...(subject.also ?? [])]) {
        if (this.#isKnown(pattern)) return subject;
        const meant = this.#meantBy(pattern, subject.cloud);
        if (meant.length > 0) throw new UsageError(misspelt(pattern, meant));
      }
    for (const note of notes) this.notes.add(`${this.#file.file}: ${note}`);
    return subject;
  }

  #isKnown(pattern: ActionPattern): boolean {
    return isNamedAction(pattern, this.#named);
  }

  /** The documented actions that an unknown one is probably meant for. */
  #meantBy(pattern: ActionPattern, cloud: CloudChoice): readonly string[] {
    const [service, ...name] = pattern.segments;
    if (this.#isKnown(pattern)) return [];
    if (service !== '*') return meantBy(pattern, { catalogue: this.#world.catalogue, cloud });
    const written = name.join(':');
    const names = this.#world.catalogue
      .covered()
      .flatMap((code) => this.#world.catalogue.actions(code))
      .map(({ action }) => action.slice(action.indexOf(':') + 1));
    const near = written.includes('*') ? undefined : nearest(written, names, { max: 2 });
    return near === undefined ? [] : [`*:${near}`];
  }

  /** The same question twice is probably meant to be another one. */
  #noteRepeat({ holder, question, line }: AskedTest, kind: 'can' | 'never'): void {
    const key = JSON.stringify([kind, holder.name, question.trim().toLowerCase()]);
    const before = this.#asked.get(key);
    if (before === undefined) this.#asked.set(key, line);
    else
      this.notes.add(
        `${this.#file.file}:${line}: ${inBackticks(question)} is already asked of ${inBackticks(holder.name)} in line ${before}`,
      );
  }

  async #grantsOf(holder: TestHolder, cloud: CloudChoice): Promise<GrantSet> {
    const key = JSON.stringify([holder, cloud]);
    const known = this.#granted.get(key);
    if (known !== undefined) return known;
    const scope = this.#file.scope ?? this.#call.scope;
    const { config, stdinName } = this.#call;
    const source = { cloud, scope, config, stdinName };
    const { terraform, role } = holder;
    const read =
      terraform === undefined || role === undefined
        ? await readGrants(holder, source, this.#io)
        : grantSetOf(holderNamed(role, await this.#holdersIn(terraform, cloud), inBackticks(terraform)));
    this.#granted.set(key, read);
    return read;
  }

  async #holdersIn(path: string, cloud: CloudChoice): Promise<readonly HolderGrants[]> {
    const key = JSON.stringify([path, cloud]);
    const known = this.#terraform.get(key);
    if (known !== undefined) return known;
    const { config, stdinName } = this.#call;
    const read = await terraformHolders([path], { cloud, config, stdinName }, this.#io);
    this.#terraform.set(key, read);
    return read;
  }

  /** A configuration names files from the working directory, a file of tests from its own folder. */
  #nameOf(file: string, { files }: GrantSet): string {
    const pathOf = absolutePaths(this.#io);
    return files.find((one) => pathOf(one.file) === pathOf(file))?.file ?? file;
  }

  #optionsIn(cloud: CloudChoice): DecisionOptions {
    const known = this.#options.get(cloud);
    if (known !== undefined) return known;
    const { context, resources, file } = this.#file;
    const request = requestContext(
      {
        pairs: [],
        absent: [],
        resources,
        file: context === undefined ? undefined : { file, value: context },
      },
      this.#io,
    );
    const choices = { cloud, ignoreDependencies: this.#call.ignoreDependencies, context: request };
    const options = { ...decisionOptions(choices, this.#world), targets: this.#targets };
    this.#options.set(cloud, options);
    return options;
  }

  #deciderOf(granted: GrantSet, options: DecisionOptions): Decider {
    const known = this.#deciders.get(granted) ?? new Map<DecisionOptions, Decider>();
    this.#deciders.set(granted, known);
    const decider = known.get(options) ?? deciderFor(granted.grants, options);
    known.set(options, decider);
    return decider;
  }

  /** A pattern is conditional where a part of it is allowed: what part that is, where it is allowed for sure. */
  #allowedWithin(asked: Subject, { grants }: GrantSet, decider: Decider): readonly string[] | undefined {
    if (asked.kind !== 'action' || asked.pattern.concrete || asked.also !== undefined) return undefined;
    const { catalogue } = this.#world;
    const written = grants.flatMap(({ policy }) =>
      policy.statements.flatMap(({ effect, actions }) =>
        effect === 'allow' ? actions.map(({ text }) => text) : [],
      ),
    );
    const meeting = written.filter((text) => {
      const reading = readAction(text);
      return reading.ok && patternsMeet(reading.pattern, asked.pattern);
    });
    const documented = catalogue.actionsMatching(asked.pattern).map(({ known }) => known.action);
    // Where a call of any service is made depends on the service: each that is named is asked for itself.
    const [service, ...name] = asked.pattern.segments;
    const services = service === '*' ? meeting.map((text) => text.toLowerCase().split(':', 1)[0]) : [];
    const perService = services.filter((one) => one !== '*').map((one) => [one, ...name].join(':'));
    const found = [...new Set([...meeting, ...documented, ...perService])].filter((text) => {
      const reading = readAction(text);
      const entries = () =>
        reading.ok ? catalogue.entriesNeeding(reading.pattern.text, catalogue.covered()) : [];
      const { decision, partPasses = false } = decider.action(text, entries);
      return decision === 'allowed' || (partPasses && perService.includes(text));
    });
    return found.length === 0 ? undefined : found;
  }

  async #placed<Value>(line: number, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      if (!isUsageError(error)) throw error;
      const named = error.message.startsWith(`\`${this.#file.file}\``)
        ? error.message.replace(/^`[^`]*`:? /u, '')
        : error.message;
      throw new UsageError(`${this.#file.file}:${line}: ${named}`, { lines: error.lines });
    }
  }
}

function misspelt({ text, concrete }: ActionPattern, meant: readonly string[]): string {
  const what = concrete ? 'is not a documented action' : 'matches no documented action';
  return `${inBackticks(text)} ${what}; did you mean ${meant.map(inBackticks).join(', or ')}?`;
}

/** What an answer rests on, one thing a line; of what is allowed the statements that allow it. */
function whyOf(answer: QueryAnswer): readonly string[] {
  const lines = whyLines(answer);
  if (lines.length > 0 || !('apis' in answer)) return lines;
  const deciding = answer.apis.filter(({ decision }) => decision === answer.decision);
  return [
    ...new Set(
      deciding.flatMap(({ requirements }) => requirements.map((requirement) => requirementLine(requirement))),
    ),
  ];
}

/** How much of the policies the tests of some files depend on. */
export function coverageOf(runs: readonly FileRun[], io: Io): AccessCoverage {
  const sets = runs.flatMap((run) => run.sets);
  const policiesOf = (grants: readonly Grant[]) => [...new Set(grants.map(({ policy }) => policy))];
  const count = sets
    .flatMap(({ grants }) => policiesOf(grants))
    .reduce((sum, { statements }) => statements.reduce((all, { actions }) => all + actions.length, sum), 0);
  const progress = createProgress(count, io, 'taking away action');
  const parts = findUntested(
    sets,
    ({ file }) => !file.startsWith(systemPrefix),
    () => progress.step(),
  );
  progress.end();
  const places = placesIn(runs.flatMap(({ files }) => files));
  const untested = parts
    .filter(({ tested }) => !tested)
    .map(({ kind, at, actions }) => ({ kind, at: places(at), actions }));
  const untestedStatements = new Set(
    untested.filter(({ kind }) => kind === 'statement').map(({ at }) => `${at.file}#${at.pointer}`),
  );
  const tested = parts.length - untested.length;
  return {
    parts: parts.length,
    tested,
    // Of a statement that nothing tests its actions say nothing more.
    untested: untested
      .filter(
        ({ kind, at }) =>
          kind === 'statement' ||
          !untestedStatements.has(`${at.file}#${at.pointer.replace(/\/[^/]+(?:\/[^/]+)?$/u, '')}`),
      )
      .sort((a, b) =>
        a.at.file < b.at.file
          ? -1
          : a.at.file > b.at.file
            ? 1
            : a.at.line - b.at.line || a.at.column - b.at.column,
      ),
    percent: parts.length === 0 ? 100 : Math.floor((100 * tested) / parts.length),
  };
}
