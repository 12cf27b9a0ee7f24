import { gatherStatistics } from '../../catalogue/catalogue-statistics.ts';
import { readAction } from '../../model/action.ts';
import type { AccessLevel, Catalogue, Service } from '../../model/catalogue.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { LookupFormat } from '../../model/formats.ts';
import { nearest } from '../../model/nearest.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { renderEntries } from '../../reporters/catalogue-show.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderExplainedAction } from '../../reporters/explain-action.ts';
import { renderRefusal } from '../../reporters/explain-refusal.ts';
import { renderRule, renderRuleList } from '../../reporters/explain-rule.ts';
import { renderService, type ServiceAnswer } from '../../reporters/explain-service.ts';
import { renderSystemPolicies } from '../../reporters/explain-system-policy.ts';
import { understoodLine } from '../../reporters/understood-line.ts';
import type { Rule } from '../../rules/rule.ts';
import type { ExplainArguments } from '../arguments/lookup-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { type Asked, readAsked, sayNotes, subjectAsked } from '../questions/asked.ts';
import { evidenceOf } from '../questions/evidence.ts';
import { explainedAction } from '../questions/explain-action.ts';
import { explainedRefusal } from '../questions/explain-refusal.ts';
import type { Subject } from '../questions/subject.ts';
import { meantSystemPolicies, namesSystemPolicy } from '../questions/system-policies.ts';
import { actionsOfWays } from '../questions/ways.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

interface Display {
  readonly format: LookupFormat;
  readonly colours: Colours;
}

/** `iamscope explain <subject>`: a rule, an action, an API, a system policy, or what a cloud printed. */
export async function explain(call: ExplainArguments, io: Io): Promise<ExitCode> {
  const { subject, format, destination } = call;
  const display = { format, colours: await coloursOf(destination, io) };
  const { rules } = await import('../../rules/rules.ts');
  const text =
    subject === undefined
      ? renderRuleList(rules, display)
      : await explained(subject, { ...call, rules }, display, io);
  deliver(text, destination, io);
  return exitCodes.ok;
}

/** A call, and all rules. */
interface ExplainCall extends ExplainArguments {
  readonly rules: readonly Rule[];
}

async function explained(written: string, call: ExplainCall, display: Display, io: Io): Promise<string> {
  const world = openWorld(io);
  const asked = await readAsked(written, call.policies, world, io);
  if (asked.refusal !== undefined) {
    return renderRefusal(await explainedRefusal(asked.refusal, asked, call, world, io), display);
  }
  if (call.policies.length > 0 || call.role !== undefined)
    throw new UsageError(
      '`--policy` and `--role` go with what a cloud printed; of anything else ask `iamscope can <query> <policies..> --suggest`',
    );
  return await explainedText(asked, call, display, { world, io });
}

async function explainedText(
  asked: Asked,
  call: ExplainCall,
  display: Display,
  { world, io }: { readonly world: World; readonly io: Io },
): Promise<string> {
  const { text } = asked;
  const { rules } = call;
  const rule = rules.find(({ id }) => id === text);
  if (rule) return renderRule(rule, display);
  const service = /^[\w.-]+$/.test(text) ? world.catalogue.service(text) : undefined;
  if (service !== undefined)
    return renderService(explainedService(text, service, call.cloud, world.catalogue), display);
  if (/^[a-z]+(?:-[a-z]+)+$/.test(text)) {
    const ids = rules.map(({ id }) => id);
    const near = nearest(text, ids, { max: 3 });
    if (near !== undefined) throw new UsageError(`unknown rule \`${text}\`; did you mean \`${near}\`?`);
  }
  if (namesSystemPolicy(text)) {
    const meant = meantSystemPolicies(text, world.systemPolicies(), cloudsOf(call.cloud));
    return renderSystemPolicies(text.slice(systemPrefix.length), meant, display);
  }
  const about = await subjectAsked(asked, { ...call, others: [] }, world);
  sayNotes(about, call.format, io);
  return explainSubject(about.subject, world, display);
}

/** A service that is named by itself: what is known of it, in few lines. */
function explainedService(
  text: string,
  service: Service,
  cloud: CloudChoice,
  catalogue: Catalogue,
): ServiceAnswer {
  const scope = { clouds: cloudsOf(cloud), service: service.code };
  const access: Partial<Record<AccessLevel, number>> = {};
  for (const action of catalogue.actions(service.code))
    if (action.clouds.some((one) => scope.clouds.includes(one)))
      access[action.access] = (access[action.access] ?? 0) + 1;
  return { query: { text, kind: 'service' }, service, clouds: gatherStatistics(catalogue, scope), access };
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
  switch (subject.kind) {
    case 'api':
      return renderEntries(evidenceOf(subject, world.catalogue), display.format, display.colours);
    case 'task':
    case 'meaning':
      return explainWays(subject, world, display);
    case 'action':
      return renderExplainedAction(explainedAction(subject.pattern, subject.cloud, world), display);
  }
}
