import { datesInWords } from '../../catalogue/page-dates.ts';
import { readAction } from '../../model/action.ts';
import { actionNames } from '../../model/claim.ts';
import { cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import type { LookupFormat } from '../../model/formats.ts';
import { nearest } from '../../model/nearest.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { renderEntries } from '../../reporters/catalogue-show.ts';
import type { Colours } from '../../reporters/colours.ts';
import { type ActionAnswer, renderExplainedAction } from '../../reporters/explain-action.ts';
import { renderRule, renderRuleList } from '../../reporters/explain-rule.ts';
import { renderSystemPolicies } from '../../reporters/explain-system-policy.ts';
import { understoodLine } from '../../reporters/understood-line.ts';
import { evidenceOf as evidenceOfEntry } from '../../rules/action-apis.ts';
import { rules } from '../../rules/rules.ts';
import type { ExplainArguments } from '../arguments/lookup-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { subjectOf } from '../questions/answer-question.ts';
import { evidenceOf } from '../questions/evidence.ts';
import { entriesDependingOn, meets, type Subject } from '../questions/subject.ts';
import { meantSystemPolicies, namesSystemPolicy } from '../questions/system-policies.ts';
import { actionsOfWays } from '../questions/ways.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

interface Display {
  readonly format: LookupFormat;
  readonly colours: Colours;
}

/** `iamscope explain <subject>`: a rule, an action, an API or a system policy. */
export async function explain(call: ExplainArguments, io: Io): Promise<ExitCode> {
  const { subject, format, destination } = call;
  const display = { format, colours: await coloursOf(destination, io) };
  const text =
    subject === undefined ? renderRuleList(rules, display) : await explained(subject, call, display, io);
  deliver(text, destination, io);
  return exitCodes.ok;
}

async function explained(
  text: string,
  { command, cloud, service, exact }: ExplainArguments,
  display: Display,
  io: Io,
): Promise<string> {
  const rule = rules.find(({ id }) => id === text);
  if (rule) return renderRule(rule, display);
  if (/^[a-z]+(?:-[a-z]+)+$/.test(text)) {
    const ids = rules.map(({ id }) => id);
    const near = nearest(text, ids, { max: 3 });
    if (near !== undefined) throw new UsageError(`unknown rule \`${text}\`; did you mean \`${near}\`?`);
  }
  const world = openWorld(io);
  if (namesSystemPolicy(text)) {
    const meant = meantSystemPolicies(text, world.systemPolicies(), cloudsOf(cloud));
    return renderSystemPolicies(text.slice(systemPrefix.length), meant, display);
  }
  const question = { command, query: text, others: [], cloud, service, exact };
  return explainSubject(await subjectOf(question, world), world, display);
}

/** The APIs of every way, or the actions where no API is known. */
function explainWays(
  subject: Extract<Subject, { kind: 'task' | 'meaning' }>,
  world: World,
  display: Display,
): string {
  const understood =
    subject.kind === 'meaning' && display.format !== 'json'
      ? `${understoodLine(subject.understoodAs)}\n\n`
      : '';
  const actions = actionsOfWays(subject).flatMap((action) => {
    const reading = readAction(action);
    return reading.ok
      ? [explainSubject({ kind: 'action', pattern: reading.pattern, cloud: subject.cloud }, world, display)]
      : [];
  });
  if (actions.length > 0) return understood + actions.join('\n');
  return understood + renderEntries(evidenceOf(subject, world.catalogue), display.format, display.colours);
}

function explainSubject(subject: Subject, world: World, display: Display): string {
  const { catalogue } = world;
  const clouds = cloudsOf(subject.cloud);
  switch (subject.kind) {
    case 'api':
      return renderEntries(evidenceOf(subject, catalogue), display.format, display.colours);
    case 'task':
    case 'meaning':
      return explainWays(subject, world, display);
    case 'action': {
      const [service] = subject.pattern.segments;
      const code = catalogue.serviceCode(service);
      const services = service === '*' ? catalogue.covered() : [code];
      const titled = (entry: Entry) => evidenceOfEntry(entry, catalogue) ?? entry;
      const isAsked = ({ cloud }: Pick<Entry, 'cloud'>) => clouds.includes(cloud);
      const needing = catalogue.entriesNeeding(subject.pattern.text, catalogue.covered()).filter(isAsked);
      const others = catalogue
        .covered()
        .flatMap((code) => catalogue.entries(code))
        .filter((entry) => isAsked(entry) && !needing.includes(entry));
      const answer: ActionAnswer = {
        action: subject.pattern.text,
        covers: (action) => meets(subject.pattern, action),
        coverage: service === '*' ? 'full' : catalogue.coverage(code, subject.cloud),
        dates: datesInWords(catalogue, code, subject.cloud),
        apis: needing.map(titled),
        dependencyOf: entriesDependingOn(subject.pattern, others).map(titled),
        rows: services
          .flatMap((code) => catalogue.looseClaims(code))
          .filter(
            (claim) =>
              isAsked(claim) && actionNames(claim.actions).some((action) => meets(subject.pattern, action)),
          ),
        mentions: services
          .flatMap((code) => catalogue.mentions(code))
          .filter((mention) => isAsked(mention) && meets(subject.pattern, mention.action)),
      };
      return renderExplainedAction(answer, display);
    }
  }
}
