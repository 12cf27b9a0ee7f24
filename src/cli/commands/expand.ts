import { readAction } from '../../model/action.ts';
import { type AnswerPlace, schemaVersion } from '../../model/answer.ts';
import type { ExpandedAnswer, ExpandedPattern } from '../../model/expanded.ts';
import { withHolesShown } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { policyName } from '../../model/policy.ts';
import { placeText } from '../../reporters/decision-lines.ts';
import { renderExpanded } from '../../reporters/expanded-patterns.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { ExpandArguments } from '../arguments/expand-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readAddress } from '../files/policy-address.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { placesIn } from '../questions/answers.ts';
import { readPolicies } from '../questions/read-grants.ts';
import { selectPolicies } from '../questions/select-policies.ts';
import { findNamed } from '../questions/subject.ts';
import { unknownAction } from '../questions/unknown-action.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope expand <policy|pattern>`: the documented actions that patterns cover. */
export async function expand(call: ExpandArguments, io: Io): Promise<ExitCode> {
  const { cloud, format, destination } = call;
  const world = openWorld(io);
  const pattern = patternOf(call, world, io);
  const { patterns, notes } =
    pattern === undefined
      ? await patternsOfPolicies(call, world, io)
      : { patterns: [expanded(pattern, undefined, call, world)], notes: [] };
  const answer: ExpandedAnswer = { schemaVersion, cloud, patterns };
  deliver(renderExpanded(answer, format, await coloursOf(destination, io)), destination, io);
  const said = [
    ...notes,
    ...patterns.flatMap((one) => (one.actions.length === 0 ? [nothingCovered(one, call, world)] : [])),
  ];
  for (const note of said) io.err(`iamscope: ${terminalText(note)}\n`);
  return notes.length === 0 ? exitCodes.ok : exitCodes.conditional;
}

/** The pattern that is asked for; `undefined` where a policy is. @throws UsageError for what looks like a pattern only */
function patternOf({ subject, cloud }: ExpandArguments, world: World, io: Io): string | undefined {
  const isName = io.kindOf(subject) !== 'missing' || /^system:|#|^-$/iu.test(subject);
  if (isName || !/[:*]/u.test(subject) || readAddress(subject, io).address !== undefined) return undefined;
  const named = findNamed(subject, { ...world, cloud, service: undefined });
  if (named?.kind === 'action') return named.pattern.text;
  throw new UsageError(
    `${inBackticks(subject)} is not a pattern, and there is no such file: a pattern has three segments, as in \`ims:images:*\``,
  );
}

interface OfPolicies {
  readonly patterns: readonly ExpandedPattern[];
  /** Why patterns may be missing. */
  readonly notes: readonly string[];
}

async function patternsOfPolicies(call: ExpandArguments, world: World, io: Io): Promise<OfPolicies> {
  const { file, address } = await readPolicies({ name: call.subject, by: 'call' }, call, io);
  const places = placesIn([file]);
  const notes: string[] = [];
  const patterns = selectPolicies(file, address).flatMap((policy) => {
    const name = inBackticks(policyName(policy));
    if (policy.unpublished !== undefined)
      throw new UsageError(`the content of ${name} is not published: nobody knows its patterns`);
    if (policy.faults.length > 0 || policy.kind === 'unreadable')
      notes.push(`${name} cannot be read as a whole, and may cover more: see \`iamscope lint ${file.file}\``);
    if ((policy.holes ?? []).length > 0)
      notes.push(`${name} has parts that its file does not fix, and may cover more`);
    if (policy.kind === 'identity-policy')
      notes.push(`${name} is an identity policy (Version 5.0), whose actions have other names`);
    return policy.statements.flatMap(({ effect, actions }) =>
      actions.flatMap(({ text, path }) => {
        const reading = readAction(text);
        const at = places({ file: file.file, path, effect });
        if (reading.ok) return reading.pattern.concrete ? [] : [expanded(text, at, call, world)];
        if (text.includes('*') || text.includes('?'))
          notes.push(`${placeText(at)}: ${inBackticks(withHolesShown(text))} is not read as a pattern`);
        return [];
      }),
    );
  });
  return { patterns, notes };
}

function nothingCovered(
  { pattern }: ExpandedPattern,
  { cloud }: ExpandArguments,
  { catalogue }: World,
): string {
  const reading = readAction(pattern);
  const unknown = reading.ok ? unknownAction(reading.pattern, { catalogue, cloud }) : undefined;
  const near = unknown?.meant.map(inBackticks).join(', or ') ?? '';
  return `${inBackticks(pattern)} covers no documented action${near === '' ? '' : `; did you mean ${near}?`}`;
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
