import { matchesAction } from '../../decide/action-pattern.ts';
import type { ActionPattern } from '../../model/action.ts';
import { cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { writeInstead } from '../action-fixes.ts';
import {
  actionsOf,
  type Documented,
  documentedActions,
  inCloud,
  meetsDocumentedPattern,
  type NamedService,
  namedService,
  nearestAction,
  segmentsOf,
} from '../known-actions.ts';
import { distinctPatterns, type PatternAction } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';

/** A pattern that covers nothing of the cloud asked about. */
interface Idle {
  readonly action: PatternAction;
  readonly service: NamedService;
  readonly actions: readonly Documented[];
  /** What it covers of the other cloud. */
  readonly matched: readonly Documented[];
}

/** What policies that only read are written with. */
const readings: ReadonlySet<string> = new Set(['get', 'get*', 'list', 'list*']);

export const patternMatchesNothing = defineRule({
  id: 'pattern-matches-nothing',
  group: 'action',
  severity: 'warning',
  summary: 'a pattern that covers no documented action of its service',
  rationale:
    'Such a pattern grants or denies nothing that is known today. Only services whose permission tables are in the catalogue are checked. `get*` and `list*` are usually written in pairs, whichever of the two a service has: where one of a pair in a statement covers something, the other is left alone.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:image:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    }
  ]
}`,
  },
  *check({ policy, catalogue, cloud }) {
    const readers = new Set<string>();
    const idle: Idle[] = [];
    for (const action of distinctPatterns(policy)) {
      const { pattern } = action;
      const service = pattern.concrete ? undefined : namedService(catalogue, pattern, cloud);
      if (service?.coverage !== 'full') continue;
      const actions = documentedActions(catalogue, service.code);
      const matched = actions.filter((documented) => covers(pattern, documented));
      if (!matched.some(({ known }) => inCloud(known, cloud)))
        idle.push({ action, service, actions, matched });
      else if (readings.has(pattern.segments[2])) readers.add(readerOf(action));
    }
    for (const { action, service, actions, matched } of idle) {
      const { path, pattern } = action;
      if (readings.has(pattern.segments[2]) && readers.has(readerOf(action))) continue;
      if (meetsDocumentedPattern(catalogue, service.code, pattern, cloud)) continue;
      const text = inBackticks(pattern.text);
      const [elsewhere] = matched.flatMap(({ known }) => known.clouds);
      if (elsewhere !== undefined && cloud !== 'any') {
        yield {
          message: `${text} matches actions of ${cloudNames[elsewhere]} only, none of ${cloudNames[cloud]}`,
          at: { path },
        };
        continue;
      }
      const date = catalogue.date(service.code);
      const asOf = date === undefined ? '' : ` (as of ${date})`;
      const near = meant(pattern, actionsOf(actions, cloud));
      yield {
        message: `${text} matches no documented action of \`${service.code}\`${asOf}`,
        at: { path },
        ...(near === undefined
          ? { help: 'check the name; the catalogue may be older than the cloud' }
          : {
              help: `did you mean ${inBackticks(near)}?`,
              fix: writeInstead(path, near, { safe: false }),
            }),
      };
    }
  },
});

/** What a pattern reads, and where: the same for both of a pair. */
function readerOf({ statement, pattern }: PatternAction): string {
  const [service, resourceType] = pattern.segments;
  return `${statement.path.join('/')}:${service}:${resourceType}`;
}

/** Whether the pattern covers a documented action, whichever of its codes the service goes by. */
function covers(pattern: ActionPattern, { pattern: documented }: Documented): boolean {
  const [service] = documented.segments;
  const [, resourceType, operation] = pattern.segments;
  return matchesAction({ ...pattern, segments: [service, resourceType, operation] }, documented);
}

function meant(pattern: ActionPattern, actions: readonly Documented[]): string | undefined {
  const [, resourceType, operation] = pattern.segments;
  const near = nearestAction(pattern, actions, (segment, documented) =>
    matchesAction(
      { ...pattern, segments: ['*', segment, '*'] },
      { ...pattern, segments: ['*', documented, '*'] },
    ),
  );
  if (near === undefined) return undefined;
  const [service, type, op] = segmentsOf(near.action.known);
  const text = near.segment === 1 ? [service, type, operation] : [service, resourceType, op];
  return text.join(':');
}
