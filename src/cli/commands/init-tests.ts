import { posix } from 'node:path';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { readAction } from '../../model/action.ts';
import { accessLevels } from '../../model/catalogue.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { nothingKnown } from '../../model/context.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy } from '../../model/policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { InitArguments } from '../arguments/read-arguments.ts';
import { readConfigFile } from '../arguments/read-settings.ts';
import type { Config } from '../config/config.ts';
import { findConfig } from '../config/find-config.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findPolicies } from '../files/find-policies.ts';
import { readBounded, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { Io } from '../io.ts';
import { decisionOptions } from '../questions/decider.ts';
import { readRoles, usualPlace } from '../questions/read-grants.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** So many policies get a file each, and so many questions are asked of each. */
const mostFiles = 20;
const mostQuestions = 8;

/** What a policy that may not do it should never be able to do. */
const guarded = ['iam:*:*'];

/** A file to write. */
interface Draft {
  readonly file: string;
  readonly text: string;
}

/** `iamscope init --tests`: writes first tests, from today's decisions, to be reviewed. */
export async function initTests({ cloud, force }: InitArguments, io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const { file } = findConfig(io);
  const config = file === undefined ? undefined : await readConfigFile(file, io);
  const asked = new Decisions(world, config?.cloud !== undefined && cloud === 'any' ? config.cloud : cloud);
  const drafts =
    config !== undefined && config.roles.size > 0
      ? [await roleDraft(config, asked, io)]
      : await policyDrafts(asked, io);
  if (drafts.length === 0)
    throw new UsageError(
      'there is nothing to test: no roles in a configuration, and no file with one policy below the working directory',
    );
  const there = drafts.find((draft) => io.kindOf(draft.file) !== 'missing');
  if (there !== undefined && !force)
    throw new UsageError(`there is an ${inBackticks(there.file)} already; --force writes over it`);
  for (const { file: name, text } of drafts) {
    try {
      io.writeFile(name, text);
    } catch (error) {
      throw new UsageError(`${inBackticks(name)} cannot be written: ${reasonOf(error)}`);
    }
    io.out(`wrote ${terminalText(name)}\n`);
  }
  io.out(
    '\nReview what they expect: it is what is decided today. Then:\n  iamscope test\n  iamscope test --coverage\n      which statements and actions no test depends on\n',
  );
  return exitCodes.ok;
}

/** Decides questions about actions, and chooses them. */
class Decisions {
  readonly #world: World;
  readonly cloud: CloudChoice;

  constructor(world: World, cloud: CloudChoice) {
    this.#world = world;
    this.cloud = cloud;
  }

  /** The gravest actions that some policies allow or deny, and patterns. */
  questionsOf(policies: readonly Policy[]): readonly string[] {
    const texts = policies.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => actions.map(({ text }) => text)),
    );
    const { catalogue } = this.#world;
    const found = [...new Set(texts)].flatMap((text) => {
      const reading = readAction(text);
      if (!reading.ok) return [];
      const known = catalogue.actionsMatching(reading.pattern);
      const gravest = Math.max(-1, ...known.map((one) => accessLevels.indexOf(one.known.access)));
      return known.length === 0 ? [] : [{ text, gravest }];
    });
    return found
      .sort((a, b) => b.gravest - a.gravest)
      .slice(0, mostQuestions)
      .map(({ text }) => text);
  }

  ask(question: string, grants: readonly Grant[]): DecisionKind {
    const { catalogue } = this.#world;
    const choices = { cloud: this.cloud, ignoreDependencies: false, context: nothingKnown };
    const decider = deciderFor(grants, decisionOptions(choices, this.#world));
    return decider.action(question, () => catalogue.entriesNeeding(question, catalogue.covered())).decision;
  }

  guards(grants: readonly Grant[]): readonly string[] {
    return guarded.filter((question) => ['not-allowed', 'denied'].includes(this.ask(question, grants)));
  }
}

async function roleDraft(config: Config, asked: Decisions, io: Io): Promise<Draft> {
  const source = { cloud: asked.cloud, scope: config.scope ?? 'project', stdinName: '-', config } as const;
  const sets = await readRoles(source, io);
  const questions = [
    ...new Set(sets.flatMap(({ grants }) => asked.questionsOf(grants.map(({ policy }) => policy)))),
  ];
  const roles = sets.map(({ role = '' }) => JSON.stringify(role)).join(', ');
  const rows = questions.map(
    (question) =>
      `    ${JSON.stringify(question)}: [${sets.map(({ grants }) => asked.ask(question, grants)).join(', ')}]\n`,
  );
  return {
    file: 'access.iamtest.yaml',
    text: `# What each role may do: one decision for each role, in their order.\n${cloudLine(asked.cloud)}table:\n  roles: [${roles}]\n  questions:\n${rows.join('')}`,
  };
}

async function policyDrafts(asked: Decisions, io: Io): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const { path } of (await findPolicies(['.'], io)).files) {
    if (drafts.length >= mostFiles) break;
    const [policy, second] = await policiesOf(path, io);
    if (policy === undefined || second !== undefined || policy.name !== undefined) continue;
    const questions = asked.questionsOf([policy]);
    if (questions.length === 0) continue;
    const grants: readonly Grant[] = [{ policy, place: usualPlace('project') }];
    const tests = questions.map(
      (question) => `  - can: ${JSON.stringify(question)}\n    expect: ${asked.ask(question, grants)}\n`,
    );
    const guards = asked.guards(grants).map((question) => `  - ${JSON.stringify(question)}\n`);
    drafts.push({
      file: `${path.replace(/\.[^./]+$/u, '')}.iamtest.yaml`,
      text: `# What the policy may do.\npolicies: [${JSON.stringify(posix.basename(path))}]\n${cloudLine(asked.cloud)}tests:\n${tests.join('')}${guards.length === 0 ? '' : `never:\n${guards.join('')}`}`,
    });
  }
  return drafts;
}

function cloudLine(cloud: CloudChoice): string {
  return cloud === 'any' ? '' : `cloud: ${cloud}\n`;
}

/** What cannot be read is left to `lint`, which says why. */
async function policiesOf(path: string, io: Io): Promise<readonly Policy[]> {
  try {
    return (await readPolicyBytes(path, readBounded(path, io), { io, defaults: false })).policies;
  } catch {
    return [];
  }
}
