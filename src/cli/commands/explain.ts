import { gatherStatistics } from '../../catalogue/catalogue-statistics.ts';
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
import { rules } from '../../rules/rules.ts';
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
  const text =
    subject === undefined ? renderRuleList(rules, display) : await explained(subject, call, display, io);
  deliver(text, destination, io);
  return exitCodes.ok;
}

async function explained(written: string, call: ExplainArguments, display: Display, io: Io): Promise<string> {
  const world = openWorld(io);
  const asked = await readAsked(written, call.policies, world, io);
  if (asked.refusal !== undefined) {
    return renderRefusal(await explainedRefusal(asked.refusal, asked, call, world, io), display);
  }
  if (call.policies.length > 0 || call.role !== undefined)
    throw new UsageError(
      '`--policy` and `--role` go with what a cloud printed; of anything else ask `iamscope can <query> <policies..> --suggest`',
    );
  return explainedText(asked, call, display, { world, io });
}

function explainedText(
  asked: Asked,
  call: ExplainArguments,
  display: Display,
  { world, io }: { readonly world: World; readonly io: Io },
): string {
  const { text } = asked;
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
  const about = subjectAsked(asked, { ...call, others: [] }, world);
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

function explainSubject(subject: Subject, world: World, display: Display): string {
  if (subject.kind === 'action')
    return renderExplainedAction(explainedAction(subject.pattern, subject.cloud, world), display);
  return renderEntries(evidenceOf(subject, world.catalogue), display.format, display.colours);
}
