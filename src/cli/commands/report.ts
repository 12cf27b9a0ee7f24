import { deciderFor } from '../../decide/decide-over-places.ts';
import { readAction } from '../../model/action.ts';
import { type ReportAnswer, schemaVersion } from '../../model/answer.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { Policy } from '../../model/policy.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderReport } from '../../reporters/decision-report.ts';
import { renderReportTable } from '../../reporters/decision-tables.ts';
import { cloudChoice, cloudsOf, grantScope, serviceOption, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliverPieces, type Pieces } from '../output.ts';
import { answerMaker, summarise } from '../questions/answers.ts';
import { decisionOptions } from '../questions/decider.ts';
import { holderOf, readGrants } from '../questions/read-grants.ts';
import { openWorld } from '../world.ts';

/** `iamscope report <policies..>`: the decision for every API of the services concerned. */
export async function report(call: Call, io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const { catalogue } = world;
  const cloud = cloudChoice(call);
  const granted = await readGrants(call.positionals, call, io, cloud);
  const { files, grants } = granted;
  const service = serviceOption(call, catalogue);
  const { covered, outside } =
    service === undefined
      ? servicesConcerned(
          grants.map(({ policy }) => policy),
          catalogue,
        )
      : { covered: [service], outside: [] };

  const decider = deciderFor(grants, decisionOptions(call, io, world));
  const answers = answerMaker(files);
  const entries = covered
    .flatMap((code) => catalogue.entries(code))
    .filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  const apis = entries
    .filter((entry) => !entry.undocumentedRequirement)
    .map((entry) => answers.row(decider.api(entry)));
  const answer: ReportAnswer = {
    schemaVersion,
    ...holderOf(granted),
    cloud,
    scope: grantScope(call),
    apis,
    summary: summarise(apis),
    notes: [
      ...outsideNotes(covered, outside, catalogue),
      ...rowNotes(covered, cloud, catalogue),
      ...unlistedNotes(entries.length - apis.length),
    ],
  };
  await deliverPieces(render(answer, textOption(call, 'format'), await coloursOf(call, io)), call, io);
  return exitCodes.ok;
}

function render(answer: ReportAnswer, format: string | undefined, colours: Colours): Pieces {
  if (format !== 'csv' && format !== 'markdown') return renderReport(answer, format ?? 'pretty', colours);
  return [renderReportTable(answer, format)];
}

/** The services that the policies name, by what the catalogue has of them. `*` concerns every covered one. */
function servicesConcerned(
  policies: readonly Policy[],
  catalogue: Catalogue,
): { covered: string[]; outside: string[] } {
  const covered = new Set<string>();
  const outside = new Set<string>();
  const texts = policies.flatMap(({ statements, unpublished }) => [
    ...statements.flatMap(({ actions }) => actions.map(({ text }) => text)),
    ...(unpublished ? (unpublished.services ?? ['*']) : []),
  ]);
  for (const text of texts) {
    const reading = readAction(text);
    const service = reading.ok ? reading.pattern.segments[0] : text.trim().toLowerCase().split(':')[0];
    if (service === undefined || service.includes('*') || !/^[a-z][a-z0-9_-]*$/.test(service)) {
      for (const code of catalogue.covered()) covered.add(code);
    } else if (catalogue.covers(service)) {
      covered.add(service);
    } else {
      outside.add(service);
    }
  }
  // A policy that names nothing readable may concern every service.
  if (texts.length === 0) for (const code of catalogue.covered()) covered.add(code);
  return { covered: [...covered].sort(), outside: [...outside].sort() };
}

function outsideNotes(
  covered: readonly string[],
  outside: readonly string[],
  catalogue: Catalogue,
): string[] {
  const notes: string[] = [];
  if (outside.length > 0) {
    const list = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(', ');
    const partly = outside.filter((code) => catalogue.coverage(code, 'any') !== 'none');
    const unknown = outside.filter((code) => !partly.includes(code));
    if (partly.length > 0) {
      notes.push(
        `partly covered, so not reported: ${list(partly)} (no current permission table says which APIs need their actions)`,
      );
    }
    if (unknown.length > 0) {
      notes.push(
        `outside the catalogue, so not reported: ${list(unknown)} (\`iamscope catalogue list\` shows what is covered)`,
      );
    }
  }
  if (covered.length === 0)
    notes.push(
      'no service of these policies has permission tables in the catalogue, so there is no API to report',
    );
  return notes;
}

/** Services whose tables have rows without method and path: what these allow cannot be reported as APIs. */
function rowNotes(covered: readonly string[], cloud: CloudChoice, catalogue: Catalogue): string[] {
  return covered.flatMap((code) => {
    const rows = catalogue
      .looseClaims(code)
      .filter((claim) => claim.status === 'current' && cloudsOf(cloud).includes(claim.cloud)).length;
    if (rows === 0) return [];
    const what = rows === 1 ? '1 operation is' : `${rows} operations are`;
    return [
      `\`${code}\`: ${what} documented without method and path, so not reported; ask \`iamscope can\` about the actions`,
    ];
  });
}

function unlistedNotes(count: number): string[] {
  if (count === 0) return [];
  const what = count === 1 ? '1 API is' : `${count} APIs are`;
  return [
    `${what} documented without a permission row, so not reported: \`iamscope catalogue conflicts\` lists them`,
  ];
}
