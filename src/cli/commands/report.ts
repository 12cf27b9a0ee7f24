import { deciderFor } from '../../decide/decide-over-places.ts';
import { opaqueReasons } from '../../decide/grants.ts';
import { readAction, serviceOf } from '../../model/action.ts';
import { type ReportAnswer, schemaVersion } from '../../model/answer.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { DecisionFormat } from '../../model/formats.ts';
import { hasHole } from '../../model/hole.ts';
import { type Policy, type PolicyFile, textsOf } from '../../model/policy.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderReport } from '../../reporters/decision-report.ts';
import { renderReportTable } from '../../reporters/decision-tables.ts';
import { serviceChoice } from '../arguments/choices.ts';
import { requestContext } from '../arguments/context.ts';
import type { ReportArguments } from '../arguments/question-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliverPieces, type Pieces } from '../output.ts';
import { answerMaker, summarise } from '../questions/answers.ts';
import { decisionOptions } from '../questions/decider.ts';
import { holderOf, readGrants } from '../questions/read-grants.ts';
import { openWorld } from '../world.ts';

/** `iamscope report <policies..>`: the decision for every API of the services concerned. */
export async function report(call: ReportArguments, io: Io): Promise<ExitCode> {
  const { scope, format, destination } = call;
  const world = openWorld(io);
  const { catalogue } = world;
  const granted = await readGrants(call, call, io);
  const { files, grants, cloud = call.cloud } = granted;
  const service = serviceChoice(call.service, catalogue);
  const { covered, outside } =
    service === undefined
      ? servicesConcerned(
          grants.map(({ policy }) => policy),
          files,
          catalogue,
        )
      : { covered: [service], outside: [] };

  const options = decisionOptions({ ...call, cloud, context: requestContext(call.context, io) }, world);
  const decider = deciderFor(grants, options);
  const answers = answerMaker(files);
  const entries = covered
    .flatMap((code) => catalogue.entries(code))
    .filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  const apis = entries
    .filter((entry) => !entry.undocumentedRequirement)
    .map((entry) => answers.row(decider.api(entry)));
  const doubts = [
    ...new Set(grants.flatMap(({ policy }) => opaqueReasons(policy).map(({ message }) => message))),
  ];
  const answer: ReportAnswer = {
    schemaVersion,
    ...holderOf(granted),
    cloud,
    scope,
    apis,
    summary: summarise(apis),
    ...(doubts.length === 0 ? {} : { doubts }),
    notes: [
      ...(service === undefined ? openNotes(grants.map(({ policy }) => policy)) : []),
      ...outsideNotes(covered, outside, catalogue),
      ...rowNotes(covered, cloud, catalogue),
      ...unlistedNotes(entries.length - apis.length),
    ],
  };
  await deliverPieces(render(answer, format, await coloursOf(destination, io)), destination, io);
  return exitCodes.ok;
}

function render(answer: ReportAnswer, format: DecisionFormat, colours: Colours): Pieces {
  switch (format) {
    case 'pretty':
    case 'compact':
    case 'json':
      return renderReport(answer, format, colours);
    case 'csv':
    case 'markdown':
      return [renderReportTable(answer, format)];
  }
}

/**
 * The services that the policies name, by what the catalogue has of them. `*` concerns every covered one. Of a policy that
 * cannot be read for sure, its text says which ones it names.
 */
function servicesConcerned(
  policies: readonly Policy[],
  files: readonly PolicyFile[],
  catalogue: Catalogue,
): { covered: string[]; outside: string[] } {
  const covered = new Set<string>();
  const outside = new Set<string>();
  const texts = policies.flatMap(({ statements, unpublished }) => [
    ...statements.flatMap(({ actions }) => actions.map(({ text }) => text)),
    ...(unpublished ? (unpublished.services ?? ['*']) : []),
  ]);
  const doubtful = new Set(
    policies.filter((policy) => opaqueReasons(policy).length > 0).map(({ file }) => file),
  );
  for (const { text } of files.filter(({ file }) => doubtful.has(file))) {
    for (const [, service = ''] of text.matchAll(actionLike)) {
      const code = catalogue.serviceCode(service);
      if (code === '*') texts.push('*:*:*');
      else if (catalogue.covers(code)) covered.add(code);
    }
  }
  for (const text of texts) {
    const reading = readAction(text);
    const service = reading.ok ? reading.pattern.segments[0] : serviceOf(text.trim());
    if (service.includes('*')) {
      for (const code of catalogue.covered()) covered.add(code);
    } else if (/^[a-z][a-z0-9_-]*$/.test(service)) {
      const code = catalogue.serviceCode(service);
      if (catalogue.covers(code)) covered.add(code);
      else outside.add(service);
    }
  }
  return { covered: [...covered].sort(), outside: [...outside].sort() };
}

/** What the report may leave out: an action that is not fixed may be of any service. */
function openNotes(policies: readonly Policy[]): string[] {
  const texts = policies.flatMap(({ statements }) => statements.flatMap(({ actions }) => textsOf(actions)));
  return texts.some((text) => hasHole(serviceOf(text)))
    ? [
        'an action of these policies is not fixed, so it may be of any service; `--service` reports another one',
      ]
    : [];
}

/** What is written like an action. */
const actionLike = /(?<![\w:*-])(\*|[A-Za-z][\w-]*):[\w*-]+:[\w*-]+/gu;

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
  if (covered.length === 0 && outside.length === 0)
    notes.push(
      'these policies name no service, so there is no API to report; `--service` reports one all the same',
    );
  else if (covered.length === 0)
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
