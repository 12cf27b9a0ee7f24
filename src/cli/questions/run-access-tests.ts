import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { createTargets } from '../../decide/target.ts';
import type { AccessCoverage, TestedNever, TestedQuestion } from '../../model/access-test.ts';
import { readAction } from '../../model/action.ts';
import type { QueryAnswer } from '../../model/answer.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { patternsMeet } from '../../patterns/action-pattern.ts';
import { findUntested, type TestedGrants } from '../../review/access-tests/find-untested.ts';
import {
  decidingPlaces,
  type Expectation,
  missingActions,
  possibleParts,
  problemsOf,
} from '../../review/access-tests/judge-answer.ts';
import { requestContext } from '../arguments/context.ts';
import type { TestArguments } from '../arguments/test-arguments.ts';
import { createProgress } from '../files/progress.ts';
import type { Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import type { AccessTestFile, TestHolder, WrittenExpectation } from './access-test-file.ts';
import { answerQuestion, inCloud } from './answer-question.ts';
import { placesIn } from './answers.ts';
import { readAsked, subjectAsked } from './asked.ts';
import { decisionOptions } from './decider.ts';
import { type GrantSet, readGrants } from './read-grants.ts';
import type { Subject } from './subject.ts';
import { isNamedAction, meantBy } from './unknown-action.ts';

/** What became of the tests of a file. */
export interface FileRun {
  readonly file: AccessTestFile;
  readonly tests: readonly TestedQuestion[];
  readonly never: readonly TestedNever[];
  /** Decisions that the file does not say, for `--update`: where they belong, and what they are today. */
  readonly decisions: readonly { readonly test: WrittenExpectation; readonly actual: DecisionKind }[];
  /** For coverage: who was asked, and what. */
  readonly sets: readonly TestedGrants[];
  readonly files: readonly PolicyFile[];
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
  const decisions: FileRun['decisions'][number][] = [];
  for (const test of file.tests) {
    const asked = await run.ask(test);
    decisions.push({ test, actual: asked.answer.decision });
    if (test.expected === undefined) {
      if (call.update) continue;
      throw new UsageError(
        `${file.file}:${test.line}: ${inBackticks(test.question)} needs \`expect\`; \`iamscope test --update\` writes what is decided today`,
      );
    }
    const expectation: Expectation = {
      decision: test.expected,
      ...(test.by === undefined ? {} : { by: test.by }),
      ...(test.missing === undefined ? {} : { missing: test.missing }),
    };
    const problems = problemsOf(asked.answer, expectation);
    asked.watch((answer) => JSON.stringify([answer.decision, problemsOf(answer, expectation)]));
    tests.push({
      ...asked.head,
      expected: test.expected,
      missing: missingActions(asked.answer),
      ok: problems.length === 0,
      problems,
    });
  }
  const never: TestedNever[] = [];
  for (const one of file.never) {
    const asked = await run.ask(one);
    const possible = [...possibleParts(asked.answer, one.unless), ...asked.allowedWithin(one.unless)];
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
  return { file, tests, never, decisions, sets: run.sets(), files: run.files() };
}

/** A question that was asked, and what it is answered. */
interface AskedQuestion {
  readonly head: Omit<TestedQuestion, 'expected' | 'missing' | 'ok' | 'problems'>;
  readonly answer: QueryAnswer;
  /** For coverage: what of an answer has to stay as it is. */
  watch(outcome: (answer: QueryAnswer) => string): void;
  /** Of a pattern: what is written in the policies, or documented, and possible for sure. */
  allowedWithin(unless: 'conditional' | undefined): readonly string[];
}

class TestRun {
  readonly #file: AccessTestFile;
  readonly #call: TestArguments;
  readonly #world: World;
  readonly #io: Io;
  readonly #granted = new Map<string, GrantSet>();
  readonly #watched = new Map<GrantSet, ((grants: readonly Grant[]) => string)[]>();
  readonly #targets = createTargets();

  constructor(file: AccessTestFile, call: TestArguments, world: World, io: Io) {
    this.#file = file;
    this.#call = call;
    this.#world = world;
    this.#io = io;
  }

  async ask(test: {
    readonly holder: TestHolder;
    readonly question: string;
    readonly line: number;
  }): Promise<AskedQuestion> {
    const { holder, question, line } = test;
    const world = this.#world;
    const cloud = this.#file.cloud ?? this.#call.cloud;
    const subject = await this.#placed(line, async () => {
      const read = await readAsked(question, [], world, this.#io);
      const about = await subjectAsked(
        read,
        { command: 'test', cloud, service: undefined, others: [], exact: false },
        world,
      );
      this.#refuseMisspelt(about.subject);
      return about.subject;
    });
    const granted = await this.#placed(line, () => this.#grantsOf(holder, subject.cloud));
    const asked = inCloud(subject, granted.cloud ?? subject.cloud);
    const options = this.#options(granted.cloud ?? subject.cloud);
    const answerOf = (grants: readonly Grant[]) =>
      answerQuestion(asked, granted, deciderFor(grants, options), world);
    const answer = answerOf(granted.grants);
    return {
      head: {
        file: this.#file.file,
        line,
        holder: holder.name,
        question,
        actual: answer.decision,
        by: decidingPlaces(answer),
      },
      answer,
      watch: (outcome) => {
        const watched = this.#watched.get(granted) ?? [];
        this.#watched.set(granted, watched);
        watched.push((grants) => outcome(answerOf(grants)));
      },
      allowedWithin: (unless) =>
        unless === undefined || answer.decision !== 'conditional'
          ? []
          : this.#allowedWithin(asked, granted, options),
    };
  }

  sets(): readonly TestedGrants[] {
    return [...this.#watched].map(([{ grants }, outcomes]) => ({ grants, outcomes }));
  }

  files(): readonly PolicyFile[] {
    return [...this.#granted.values()].flatMap(({ files }) => files);
  }

  async #grantsOf(holder: TestHolder, cloud: CloudChoice): Promise<GrantSet> {
    const key = JSON.stringify([holder, cloud]);
    const known = this.#granted.get(key);
    if (known !== undefined) return known;
    const scope = this.#file.scope ?? this.#call.scope;
    const { config, stdinName } = this.#call;
    const read = await readGrants(holder, { cloud, scope, config, stdinName }, this.#io);
    this.#granted.set(key, read);
    return read;
  }

  #options(cloud: CloudChoice): DecisionOptions {
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
    return { ...decisionOptions(choices, this.#world), targets: this.#targets };
  }

  /** What nobody documents and is near a documented name guards nothing. @throws UsageError */
  #refuseMisspelt(subject: Subject): void {
    if (subject.kind !== 'action') return;
    const { catalogue } = this.#world;
    for (const pattern of [subject.pattern, ...(subject.also ?? [])]) {
      if (pattern.segments[0] === '*' || isNamedAction(pattern, catalogue)) continue;
      const meant = meantBy(pattern, { catalogue, cloud: subject.cloud });
      if (meant.length > 0)
        throw new UsageError(
          `${inBackticks(pattern.text)} is not a documented action; did you mean ${meant.map(inBackticks).join(', or ')}?`,
        );
    }
  }

  /** A pattern is conditional where a part of it is allowed: what part that is, where it is allowed for sure. */
  #allowedWithin(asked: Subject, { grants }: GrantSet, options: DecisionOptions): readonly string[] {
    if (asked.kind !== 'action' || asked.pattern.concrete) return [];
    const { catalogue } = this.#world;
    const decider = deciderFor(grants, options);
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
    return [...new Set([...meeting, ...documented])].filter((text) => {
      const reading = readAction(text);
      const entries = () =>
        reading.ok ? catalogue.entriesNeeding(reading.pattern.text, catalogue.covered()) : [];
      return decider.action(text, entries).decision === 'allowed';
    });
  }

  async #placed<Value>(line: number, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      if (!isUsageError(error)) throw error;
      throw new UsageError(`${this.#file.file}:${line}: ${error.message}`);
    }
  }
}

/** How much of the policies the tests of some files depend on. */
export function coverageOf(runs: readonly FileRun[], io: Io): AccessCoverage {
  const sets = runs.flatMap((run) => run.sets);
  const count = sets.reduce(
    (sum, { grants }) =>
      sum +
      [...new Set(grants.map(({ policy }) => policy))].reduce(
        (parts, { statements }) => statements.reduce((all, { actions }) => all + actions.length + 1, parts),
        0,
      ),
    0,
  );
  const progress = createProgress(count, io, 'taking away part');
  const parts = findUntested(
    sets,
    ({ file }) => !file.startsWith('system:'),
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
  return {
    parts: parts.length,
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
    percent: parts.length === 0 ? 100 : Math.floor((100 * (parts.length - untested.length)) / parts.length),
  };
}
