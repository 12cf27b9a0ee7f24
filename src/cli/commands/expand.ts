import { readAction } from '../../model/action.ts';
import { type AnswerPlace, schemaVersion } from '../../model/answer.ts';
import type { ExpandedAnswer, ExpandedPattern } from '../../model/expanded.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { renderExpanded } from '../../reporters/expanded-patterns.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { ExpandArguments } from '../arguments/expand-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { placesIn } from '../questions/answers.ts';
import { readPolicies } from '../questions/read-grants.ts';
import { selectPolicies } from '../questions/select-policies.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope expand <policy|pattern>`: the documented actions that patterns cover. */
export async function expand(call: ExpandArguments, io: Io): Promise<ExitCode> {
  const { subject, cloud, format, destination } = call;
  const world = openWorld(io);
  const isPattern = readAction(subject).ok && io.kindOf(subject) === 'missing';
  const patterns = isPattern
    ? [expanded(subject, undefined, call, world)]
    : await patternsOfPolicy(call, world, io);
  const answer: ExpandedAnswer = { schemaVersion, cloud, patterns };
  deliver(renderExpanded(answer, format, await coloursOf(destination, io)), destination, io);
  for (const { pattern, actions } of patterns)
    if (actions.length === 0)
      io.err(`iamscope: ${terminalText(`${inBackticks(pattern)} covers no documented action`)}\n`);
  return exitCodes.ok;
}

async function patternsOfPolicy(
  call: ExpandArguments,
  world: World,
  io: Io,
): Promise<readonly ExpandedPattern[]> {
  const { file, address } = await readPolicies({ name: call.subject, by: 'call' }, call, io);
  const places = placesIn([file]);
  return selectPolicies(file, address).flatMap((policy) =>
    policy.statements.flatMap(({ effect, actions }) =>
      actions.flatMap(({ text, path }) => {
        const reading = readAction(text);
        if (!reading.ok || reading.pattern.concrete) return [];
        return [expanded(text, places({ file: file.file, path, effect }), call, world)];
      }),
    ),
  );
}

function expanded(
  text: string,
  at: AnswerPlace | undefined,
  { cloud }: ExpandArguments,
  { catalogue }: World,
): ExpandedPattern {
  const reading = readAction(text);
  const known = reading.ok ? catalogue.actionsMatching(reading.pattern) : [];
  const actions = known
    .filter((one) => cloud === 'any' || one.known.clouds.includes(cloud))
    .map(({ known: { action, access, clouds } }) => ({ action, level: access, clouds }))
    .sort((a, b) => (a.action < b.action ? -1 : 1));
  return { pattern: text, ...(at === undefined ? {} : { at }), actions };
}
