import { nearest } from '../../model/nearest.ts';
import type { Colours } from '../../reporters/colours.ts';
import {
  type ActionAnswer,
  type ApiAnswer,
  renderExplainedAction,
  renderExplainedApi,
} from '../../reporters/decision-explain.ts';
import { renderRule, renderRuleList } from '../../reporters/explain-rule.ts';
import { rules } from '../../rules/rules.ts';
import { cloudChoice, cloudsOf, serviceOption, textOption } from '../choices.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import type { Call } from '../parse-arguments.ts';
import { entriesNeeding, findSubject, type Subject } from '../subject.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope explain <subject>`: a rule, an action or an API. */
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
      'name one rule, action or API, as in `iamscope explain "PUT /v1/cloudimages/tags"`; `--list` lists the rules',
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
  const subject = findSubject(text, {
    ...world,
    cloud: cloudChoice(call),
    service: serviceOption(call, world.catalogue),
  });
  deliver(explainSubject(text, subject, world, { json, colours }), call, io);
  return exitCodes.ok;
}

function explainSubject(
  text: string,
  subject: Subject,
  { catalogue }: World,
  options: { readonly json: boolean; readonly colours: Colours },
): string {
  const clouds = cloudsOf(subject.cloud);
  switch (subject.kind) {
    case 'api': {
      const evidence = subject.entries.flatMap((entry) =>
        catalogue.evidence(entry.service).filter((known) => sameApi(known, entry)),
      );
      return renderExplainedApi({ query: text, apis: evidence } satisfies ApiAnswer, options);
    }
    case 'task': {
      const wanted = new Set(subject.task.ways.flat().map(({ method, path }) => `${method} ${path}`));
      const apis = catalogue
        .evidence(subject.task.service)
        .filter((entry) => clouds.includes(entry.cloud) && wanted.has(`${entry.method} ${entry.path}`));
      return renderExplainedApi({ query: text, apis }, options);
    }
    case 'action': {
      const [service] = subject.pattern.segments;
      const services = service === '*' ? catalogue.covered() : [service];
      const entries = services
        .flatMap((code) => catalogue.entries(code))
        .filter((entry) => clouds.includes(entry.cloud));
      const needing = entriesNeeding(subject.pattern, entries);
      const answer: ActionAnswer = {
        action: subject.pattern.text,
        covered: subject.covered,
        date: catalogue.date(service),
        apis: needing,
        dependencyOf: catalogue
          .covered()
          .flatMap((code) => catalogue.entries(code))
          .filter((entry) => clouds.includes(entry.cloud) && !needing.includes(entry))
          .filter((entry) =>
            entry.dependencies.some(
              ({ action }) => action.toLowerCase() === subject.pattern.text.toLowerCase(),
            ),
          ),
      };
      return renderExplainedAction(answer, options);
    }
  }
}

interface Identity {
  readonly cloud: string;
  readonly method: string;
  readonly path: string;
  readonly operation?: string;
}

function sameApi(a: Identity, b: Identity): boolean {
  return a.cloud === b.cloud && a.method === b.method && a.path === b.path && a.operation === b.operation;
}
