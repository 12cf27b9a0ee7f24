import { type ActionPattern, readAction } from '../../model/action.ts';
import type { Documented } from '../../model/catalogue.ts';
import { cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { asOf, gravityElsewhere } from '../action-apis.ts';
import { didYouMean } from '../action-fixes.ts';
import {
  inCloud,
  lacksResourceType,
  meetsDocumentedPattern,
  type NamedService,
  namedService,
} from '../known-actions.ts';
import { misspelling } from '../misspelling.ts';
import { hasOpenActions } from '../open-parts.ts';
import type { PatternAction } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';
import type { RuleWorld } from '../rule-world.ts';

/** A pattern that covers nothing of the cloud asked about. */
interface Idle {
  readonly action: PatternAction;
  readonly service: NamedService;
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
    'Such a pattern grants or denies nothing that is known today. Only services whose permission tables are in the catalogue are checked. `get*` and `list*` are usually written in pairs, whichever of the two a service has: where one of a pair in a statement covers something, the other is left alone. So is a pattern that pages of the vendor print, and one of a resource type that they name. What covers actions of the other cloud only is an info where the pages of the cloud asked about are older than those of the other.',
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
  concernsAction: ({ pattern }) => pattern?.concrete === false,
  *check(context) {
    const { facts, catalogue, cloud } = context;
    const readers = new Set<string>();
    const idle: Idle[] = [];
    for (const action of facts.distinctPatterns) {
      const { pattern } = action;
      const service = pattern.concrete ? undefined : namedService(catalogue, pattern, cloud);
      if (service?.coverage !== 'full' || lacksResourceType(catalogue, pattern)) continue;
      const matched = catalogue.actionsMatching(pattern);
      if (!matched.some(({ known }) => inCloud(known, cloud))) idle.push({ action, service, matched });
      else if (readings.has(pattern.segments[2])) readers.add(readerOf(action));
    }
    for (const { action, service, matched } of idle) {
      const { path, pattern } = action;
      // A hole may be the other one of the pair.
      const isPaired = readers.has(readerOf(action)) || hasOpenActions(action.statement);
      if (readings.has(pattern.segments[2]) && isPaired) continue;
      if (isPrinted(pattern, context)) continue;
      if (meetsDocumentedPattern(catalogue, service.code, pattern, cloud)) continue;
      const text = inBackticks(pattern.text);
      const [elsewhere] = matched.flatMap(({ known }) => known.clouds);
      if (elsewhere !== undefined && cloud !== 'any') {
        yield {
          message: `${text} matches actions of ${cloudNames[elsewhere]} only, none of ${cloudNames[cloud]}`,
          at: { path },
          ...gravityElsewhere(context, service.code, elsewhere),
        };
        continue;
      }
      const names = catalogue.realNames();
      // A type that pages print has actions, though no table that was read lists them.
      if (
        names.isResourceType(pattern.segments[1], service.code) &&
        !hasType(pattern, catalogue.documented(service.code))
      )
        continue;
      const meant = misspelling(pattern, context);
      yield {
        message: `${text} matches no documented action of \`${service.code}\`${asOf(context, service.code)}`,
        at: { path },
        ...(meant.length === 0
          ? { help: 'check the name; the catalogue may be older than the cloud' }
          : didYouMean(path, meant)),
      };
    }
  },
});

/** Whether a page of a cloud asked about prints a pattern that this one covers. */
function isPrinted(
  pattern: ActionPattern,
  { cloud, catalogue }: Pick<RuleWorld, 'cloud' | 'catalogue'>,
): boolean {
  return catalogue.printed().patterns.some(({ pattern: text, clouds }) => {
    const reading = readAction(text);
    return (
      reading.ok && (cloud === 'any' || clouds.includes(cloud)) && matchesAction(pattern, reading.pattern)
    );
  });
}

function hasType({ segments: [, type] }: ActionPattern, actions: readonly Documented[]): boolean {
  return actions.some(({ pattern }) => pattern.segments[1] === type);
}

/** What a pattern reads, and where: the same for both of a pair. */
function readerOf({ statement, pattern }: PatternAction): string {
  const [service, resourceType] = pattern.segments;
  return `${statement.path.join('/')}:${service}:${resourceType}`;
}
