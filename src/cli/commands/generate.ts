import type { GeneratedAnswer, GeneratedPolicy } from '../../model/generated.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { removalWords, renderGenerated, unknownWords, whyWords } from '../../reporters/generated-policies.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { GenerateArguments } from '../arguments/generate-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { generatePolicies } from '../questions/generate-policies.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope generate <what..>`: the least policies for what is wanted; the exit code says whether all of it is allowed then. */
export async function generate(call: GenerateArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const answer = await generatePolicies(call, openWorld(io), io);
  if (format === 'terraform' && answer.policies.some(isAgencyPolicyOfOtc))
    throw new UsageError(
      'a `statement` of `opentelekomcloud_identity_role_v3` has no form for the agencies of this policy: write it with `--format json`',
    );
  deliver(renderGenerated(answer, format, await coloursOf(destination, io)), destination, io);
  for (const note of notesOf(answer)) io.err(`iamscope: ${terminalText(note)}\n`);
  const isAllowed =
    answer.unknown.length === 0 &&
    answer.incomplete !== true &&
    answer.answers.every(({ decision }) => decision === 'allowed' || decision === 'ungoverned');
  return isAllowed ? exitCodes.ok : exitCodes.conditional;
}

/** Its Resource is an object (iam-language section 1.3), for which the blocks of the provider have no place. */
function isAgencyPolicyOfOtc({ cloud, document }: GeneratedPolicy): boolean {
  return (
    cloud !== 'hwc' &&
    document.Statement.some(({ Resource }) => Resource !== undefined && !Array.isArray(Resource))
  );
}

function notesOf({
  unknown,
  answers,
  patterns = [],
  removed = [],
  lost = [],
  notes,
  calls = [],
}: GeneratedAnswer): readonly string[] {
  return [
    ...notes,
    ...calls.flatMap(({ api, count, refused, maybeRefused }) => [
      ...(refused === 0 ? [] : [`${inBackticks(api)} was refused (403) ${refused} of ${count} times`]),
      ...(maybeRefused === 0
        ? []
        : [
            `${inBackticks(api)} may have been refused (403): the log does not show which of several calls was`,
          ]),
    ]),
    ...unknown.map(unknownWords),
    ...answers.flatMap((one) => {
      if (one.decision === 'allowed') return [];
      const why = whyWords(one).join('; ');
      return [`${inBackticks(one.text)} is ${one.decision} in ${one.cloud}${why === '' ? '' : `: ${why}`}`];
    }),
    ...removed.map(removalWords),
    ...(lost.length === 0
      ? []
      : [
          `no longer allowed: ${lost.slice(0, 20).map(inBackticks).join(', ')}${lost.length > 20 ? ` and ${lost.length - 20} more` : ''}`,
        ]),
    ...(patterns.length === 0
      ? []
      : [
          `${patterns.map(inBackticks).join(', ')} ${patterns.length === 1 ? 'matches' : 'match'} what a cloud adds under these names later, too`,
        ]),
  ];
}
