import { datesInWords } from '../../catalogue/page-dates.ts';
import type { ActionPattern } from '../../model/action.ts';
import { actionNames } from '../../model/claim.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import type { ActionAnswer } from '../../reporters/explain-action.ts';
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
  const needing = catalogue.entriesNeeding(pattern.text, catalogue.covered()).filter(isAsked);
  const others = catalogue
    .covered()
    .flatMap((code) => catalogue.entries(code))
    .filter((entry) => isAsked(entry) && !needing.includes(entry));
  return {
    action: pattern.text,
    covers: (action) => meets(pattern, action),
    coverage: service === '*' ? 'full' : catalogue.coverage(code, cloud),
    dates: datesInWords(catalogue, code, cloud),
    apis: needing.map(titled),
    dependencyOf: entriesDependingOn(pattern, others).map(titled),
    rows: services
      .flatMap((code) => catalogue.looseClaims(code))
      .filter(
        (claim) => isAsked(claim) && actionNames(claim.actions).some((action) => meets(pattern, action)),
      ),
    mentions: services
      .flatMap((code) => catalogue.mentions(code))
      .filter((mention) => isAsked(mention) && meets(pattern, mention.action)),
  };
}
