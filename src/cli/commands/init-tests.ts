import { posix } from 'node:path';
import type { Decider } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { readAction } from '../../model/action.ts';
import { accessLevels } from '../../model/catalogue.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
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
import { decideQuestion, inCloud } from '../questions/answer-question.ts';
import { decisionOptions } from '../questions/decider.ts';
import { type GrantSet, readRoles, terraformHolders, usualPlace } from '../questions/read-grants.ts';
import { findNamed } from '../questions/subject.ts';
import type { HolderGrants } from '../questions/terraform-grants.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** So many policies get a file each, and so many questions are asked of each. */
const mostFiles = 20;
const mostQuestions = 8;
const mostTasks = 4;

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
  const asked = new Decisions(world, {
    cloud: config?.cloud !== undefined && cloud === 'any' ? config.cloud : cloud,
    scope: config?.scope ?? 'project',
  });
  const drafts =
    config !== undefined && config.roles.size > 0
      ? roleDrafts(await readRoles({ ...asked.choices, stdinName: '-', config }, io), [], asked)
      : [...(await terraformDrafts(config, asked, io)), ...(await policyDrafts(asked, io))];
  if (drafts.length === 0)
    throw new UsageError(
      'there is nothing to test: no roles in a configuration, no group of Terraform, and no file with one policy below the working directory, whose actions are documented',
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
  readonly #deciders = new Map<readonly Grant[], Decider>();
  /** The same that `iamscope test` takes for files that do not say it. */
  readonly choices: { readonly cloud: CloudChoice; readonly scope: GrantScope };

  constructor(world: World, choices: Decisions['choices']) {
    this.#world = world;
    this.choices = choices;
  }

  /** Tasks that some of the grants make possible, and the gravest actions that they allow or deny. */
  questionsOf(sets: readonly (readonly Grant[])[]): readonly string[] {
    const policies = [...new Set(sets.flatMap((grants) => grants.map(({ policy }) => policy)))];
    return [...this.#tasksOf(policies, sets), ...this.#actionsOf(policies)];
  }

  #tasksOf(policies: readonly Policy[], sets: readonly (readonly Grant[])[]): readonly string[] {
    const { catalogue } = this.#world;
    const named = policies.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => actions.map(({ text }) => text.split(':', 1)[0] ?? '')),
    );
    const services = new Set(named.map((service) => catalogue.serviceCode(service.toLowerCase())));
    return this.#world
      .tasks()
      .filter(
        ({ service, name }) =>
          services.has(service) && sets.some((grants) => this.ask(name, grants) === 'allowed'),
      )
      .slice(0, mostTasks)
      .map(({ name }) => name);
  }

  #actionsOf(policies: readonly Policy[]): readonly string[] {
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

  /** The decision on a task or an action; `undefined` for what the cloud does not have. */
  ask(question: string, grants: readonly Grant[], own?: CloudChoice): DecisionKind | undefined {
    const cloud = this.choices.cloud === 'any' ? (own ?? 'any') : this.choices.cloud;
    try {
      const subject = findNamed(question, { ...this.#world, cloud: this.choices.cloud, service: undefined });
      if (subject === undefined) return undefined;
      const decider = this.#deciderOf(grants, cloud);
      return decideQuestion(inCloud(subject, cloud), decider, this.#world).decision;
    } catch (error) {
      if (isUsageError(error)) return undefined;
      throw error;
    }
  }

  #deciderOf(grants: readonly Grant[], cloud: CloudChoice): Decider {
    const known = this.#deciders.get(grants);
    if (known !== undefined) return known;
    const choices = { cloud, ignoreDependencies: false, context: nothingKnown };
    const decider = deciderFor(grants, decisionOptions(choices, this.#world));
    this.#deciders.set(grants, decider);
    return decider;
  }

  guards(grants: readonly Grant[]): readonly string[] {
    return guarded.filter((question) => ['not-allowed', 'denied'].includes(this.ask(question, grants) ?? ''));
  }
}

/** A table of roles, or of groups of Terraform: nothing where no question is to be asked. */
function roleDrafts(
  sets: readonly Pick<GrantSet, 'role' | 'grants' | 'cloud'>[],
  head: readonly string[],
  asked: Decisions,
): readonly Draft[] {
  const rows = asked.questionsOf(sets.map(({ grants }) => grants)).flatMap((question) => {
    const decisions = sets.map(({ grants, cloud }) => asked.ask(question, grants, cloud));
    return decisions.includes(undefined)
      ? []
      : [`    ${JSON.stringify(question)}: [${decisions.join(', ')}]\n`];
  });
  if (rows.length === 0) return [];
  const roles = sets.map(({ role = '' }) => JSON.stringify(role)).join(', ');
  return [
    {
      file: 'access.iamtest.yaml',
      text: `# What each may do: one decision for each of the roles, in their order.\n${head.join('')}${cloudLine(asked)}table:\n  roles: [${roles}]\n  questions:\n${rows.join('')}`,
    },
  ];
}

/** The groups, users and agencies that Terraform below the working directory grants something. */
async function terraformDrafts(
  config: Config | undefined,
  asked: Decisions,
  io: Io,
): Promise<readonly Draft[]> {
  const holders = await terraformHolders(['.'], { cloud: asked.choices.cloud, config, stdinName: '-' }, io);
  // One address may be there in several folders: nobody can tell which is meant.
  const isAlone = ({ address }: HolderGrants) =>
    holders.filter((one) => one.address === address).length === 1;
  const named = holders
    .filter(isAlone)
    .map(({ address, grants, cloud }) => ({ role: address, grants, cloud }));
  return roleDrafts(named, ['terraform: .\n'], asked);
}

async function policyDrafts(asked: Decisions, io: Io): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const { path } of (await findPolicies(['.'], io)).files) {
    if (drafts.length >= mostFiles) break;
    const [policy, second] = await policiesOf(path, io);
    if (policy === undefined || second !== undefined || policy.name !== undefined) continue;
    const grants: readonly Grant[] = [{ policy, place: usualPlace(asked.choices.scope) }];
    const tests = asked.questionsOf([grants]).flatMap((question) => {
      const decision = asked.ask(question, grants);
      return decision === undefined
        ? []
        : [`  - can: ${JSON.stringify(question)}\n    expect: ${decision}\n`];
    });
    if (tests.length === 0) continue;
    const guards = asked.guards(grants).map((question) => `  - ${JSON.stringify(question)}\n`);
    const stem = path.replace(/\.[^./]+$/u, '');
    const isTaken = drafts.some(({ file }) => file === `${stem}.iamtest.yaml`);
    drafts.push({
      file: `${isTaken ? path : stem}.iamtest.yaml`,
      text: `# What the policy may do.\npolicies: [${JSON.stringify(posix.basename(path))}]\n${cloudLine(asked)}tests:\n${tests.join('')}${guards.length === 0 ? '' : `never:\n${guards.join('')}`}`,
    });
  }
  return drafts;
}

function cloudLine({ choices: { cloud } }: Decisions): string {
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
