import { datesInWords } from '../../catalogue/page-dates.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { actionNames } from '../../model/claim.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import type { ActionAnswer, CoveredAction } from '../../reporters/explain-action.ts';
import { evidenceOf } from '../../rules/action-apis.ts';
import type { World } from '../world.ts';
import { entriesDependingOn, meets } from './subject.ts';

/** Everything that is known of an action or pattern in the clouds asked about. */
export function explainedAction(
  pattern: ActionPattern,
  cloud: CloudChoice,
  { catalogue }: World,
): ActionAnswer {
  const clouds = cloudsOf(cloud);
  const [service] = pattern.segments;
  const code = catalogue.serviceCode(service);
  const services = service === '*' ? catalogue.covered() : [code];
  const titled = (entry: Entry) => evidenceOf(entry, catalogue) ?? entry;
  const isAsked = ({ cloud }: Pick<Entry, 'cloud'>) => clouds.includes(cloud);
  // What a pattern of a page has in common with one that was asked about need not exist.
  const own = pattern.concrete ? [] : catalogue.actionsMatching(pattern);
  const covers = (action: string) =>
    meets(pattern, action) &&
    (pattern.concrete || !action.includes('*') || own.some((one) => meets(one.pattern, action)));
  const needing = catalogue
    .entriesNeeding(pattern.text, catalogue.covered())
    .filter((entry) => isAsked(entry) && actionNames(entry.actions).some(covers));
  const others = catalogue
    .covered()
    .flatMap((code) => catalogue.entries(code))
    .filter((entry) => isAsked(entry) && !needing.includes(entry));
  return {
    action: pattern.text,
    covers,
    ...(pattern.concrete ? {} : { covered: coveredBy(pattern, needing, cloud, catalogue) }),
    coverage: service === '*' ? 'full' : catalogue.coverage(code, cloud),
    dates: datesInWords(catalogue, code, cloud),
    apis: needing.map(titled),
    dependencyOf: entriesDependingOn(pattern, others)
      .filter(({ dependencies }) => dependencies?.some(({ action }) => covers(action)))
      .map(titled),
    rows: services
      .flatMap((code) => catalogue.looseClaims(code))
      .filter((claim) => isAsked(claim) && actionNames(claim.actions).some(covers)),
    mentions: services
      .flatMap((code) => catalogue.mentions(code))
      .filter((mention) => isAsked(mention) && covers(mention.action)),
  };
}

/** The known actions that a pattern covers in the clouds asked about. */
function coveredBy(
  pattern: ActionPattern,
  needing: readonly Entry[],
  cloud: CloudChoice,
  catalogue: Catalogue,
): CoveredAction[] {
  const uses = new Map<string, number>();
  for (const entry of needing)
    for (const action of new Set(actionNames(entry.actions).map((name) => name.toLowerCase())))
      uses.set(action, (uses.get(action) ?? 0) + 1);
  return catalogue
    .actionsMatching(pattern)
    .filter(({ known: { clouds } }) => clouds.some((one) => cloudsOf(cloud).includes(one)))
    .map(({ known: { action, clouds, known, access } }) => ({
      action,
      clouds: clouds.filter((one) => cloudsOf(cloud).includes(one)),
      known,
      access,
      apis: uses.get(action.toLowerCase()) ?? 0,
    }));
}
