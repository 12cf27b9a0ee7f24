import { nearest } from '../../model/nearest.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { renderEntries } from '../../reporters/catalogue-show.ts';
import type { Colours } from '../../reporters/colours.ts';
import { type ActionAnswer, renderExplainedAction } from '../../reporters/explain-action.ts';
import { renderRule, renderRuleList } from '../../reporters/explain-rule.ts';
import { renderSystemPolicies } from '../../reporters/explain-system-policy.ts';
import { rules } from '../../rules/rules.ts';
import { cloudChoice, cloudsOf, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { serviceOption } from '../arguments/service-option.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { evidenceOf } from '../questions/evidence.ts';
import {
  entriesDependingOn,
  entriesNeeding,
  findSubject,
  meets,
  type Subject,
} from '../questions/subject.ts';
import { meantSystemPolicies, namesSystemPolicy } from '../questions/system-policies.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope explain <subject>`: a rule, an action, an API or a system policy. */
export async function explain(call: Call, io: Io): Promise<ExitCode> {
  const json = textOption(call, 'format') === 'json';
  const colours = await coloursOf(call, io);
  if (call.values.list === true) {
    deliver(renderRuleList(rules, { json, colours }), call, io);
    return exitCodes.ok;
  }
  const [text, ...more] = call.positionals;
  if (text === undefined || more.length > 0) {
    throw new UsageError(
      'name one rule, action, API or system policy, as in `iamscope explain "PUT /v1/cloudimages/tags"`; `--list` lists the rules',
    );
  }
  const rule = rules.find(({ id }) => id === text);
  if (rule) {
    deliver(renderRule(rule, { json, colours }), call, io);
    return exitCodes.ok;
  }
  if (/^[a-z]+(?:-[a-z]+)+$/.test(text)) {
    const near = nearest(
      text,
      rules.map(({ id }) => id),
      { max: 3 },
    );
    if (near !== undefined) throw new UsageError(`there is no rule \`${text}\`; did you mean \`${near}\`?`);
  }
  const world = openWorld(io);
  if (namesSystemPolicy(text)) {
    const meant = meantSystemPolicies(text, world.systemPolicies(), cloudsOf(cloudChoice(call)));
    deliver(renderSystemPolicies(text.slice(systemPrefix.length), meant, { json, colours }), call, io);
    return exitCodes.ok;
  }
  const subject = findSubject(text, {
    ...world,
    cloud: cloudChoice(call),
    service: serviceOption(call, world),
  });
  deliver(explainSubject(subject, world, { json, colours }), call, io);
  return exitCodes.ok;
}

function explainSubject(
  subject: Subject,
  { catalogue }: World,
  options: { readonly json: boolean; readonly colours: Colours },
): string {
  const clouds = cloudsOf(subject.cloud);
  switch (subject.kind) {
    case 'api':
    case 'task':
      return renderEntries(evidenceOf(subject, catalogue), options.json ? 'json' : 'pretty', options.colours);
    case 'action': {
      const [service] = subject.pattern.segments;
      const services = service === '*' ? catalogue.covered() : [service];
      const ofClouds = (code: string) =>
        catalogue.entries(code).filter(({ cloud }) => clouds.includes(cloud));
      const needing = entriesNeeding(subject.pattern, services.flatMap(ofClouds));
      const others = catalogue
        .covered()
        .flatMap(ofClouds)
        .filter((entry) => !needing.includes(entry));
      const answer: ActionAnswer = {
        action: subject.pattern.text,
        covers: (action) => meets(subject.pattern, action),
        coverage: service === '*' ? 'full' : catalogue.coverage(service, subject.cloud),
        date: catalogue.date(service, subject.cloud),
        apis: needing,
        dependencyOf: entriesDependingOn(subject.pattern, others),
        rows: services
          .flatMap((code) => catalogue.looseClaims(code))
          .filter(
            ({ cloud, actions }) =>
              clouds.includes(cloud) && actions.some(({ action }) => meets(subject.pattern, action)),
          ),
        mentions: services
          .flatMap((code) => catalogue.mentions(code))
          .filter(({ cloud, action }) => clouds.includes(cloud) && meets(subject.pattern, action)),
      };
      return renderExplainedAction(answer, options);
    }
  }
}
