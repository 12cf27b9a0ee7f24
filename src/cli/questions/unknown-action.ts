import { datesInWords } from '../../catalogue/page-dates.ts';
import { type ActionPattern, nameOf } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { meantServices } from '../../rules/meant-services.ts';
import { misspelling } from '../../rules/misspelling.ts';

/**
 * What there is to say of an action or pattern that no page names, and that only the text of the policies can decide:
 * what was probably meant, where the name is near. `undefined` for a known one.
 */
export function unknownActionNote(
  pattern: ActionPattern,
  { catalogue, cloud }: { readonly catalogue: Catalogue; readonly cloud: CloudChoice },
): string | undefined {
  const [service] = pattern.segments;
  if (service === '*' || isNamedAction(pattern, catalogue)) return undefined;
  const text = inBackticks(pattern.text);
  const code = catalogue.serviceCode(service);
  const identity = catalogue.printed().identityNames[pattern.text.toLowerCase()] ?? [];
  if (identity.length > 0)
    return `${text} is a name for identity policies (Version 5.0); Version 1.1 has ${identity.map(inBackticks).join(', ')} in its place`;
  const meant = meantBy(pattern, { catalogue, cloud });
  const near = meant.length === 0 ? '' : `; did you mean ${meant.map(inBackticks).join(', or ')}?`;
  if (catalogue.service(service) === undefined && !catalogue.covers(code))
    return `${inBackticks(service)} is not a known service: what is said of ${text} follows from the policies alone${near}`;
  if (catalogue.coverage(code, cloud) !== 'full')
    return `no page that was read names ${text} (its service is covered in part, or not at all): what is said of it follows from the policies alone${near}`;
  const what = pattern.concrete
    ? `${text} is not a documented action of \`${code}\``
    : `${text} matches no documented action of \`${code}\``;
  const dates = datesInWords(catalogue, code, cloud);
  return `${what}${dates === undefined ? '' : ` (as of ${dates})`}: what is said of it follows from the policies alone${near}`;
}

/** What an unknown action was probably meant to be, best first. */
export function meantBy(
  pattern: ActionPattern,
  { catalogue, cloud }: { readonly catalogue: Catalogue; readonly cloud: CloudChoice },
): readonly string[] {
  const [service] = pattern.segments;
  if (catalogue.service(service) === undefined && !catalogue.covers(catalogue.serviceCode(service)))
    return meantServices(service, [{ pattern }], { catalogue }).map((code) => code + nameOf(pattern.text));
  return misspelling(pattern, { catalogue, cloud });
}

/** Whether a page names it, or an action that it covers: by itself, or as what an API of whatever service needs. */
export function isNamedAction(pattern: ActionPattern, catalogue: Catalogue): boolean {
  return (
    catalogue.actionsMatching(pattern).length > 0 ||
    catalogue.entriesNeeding(pattern.text, catalogue.covered()).length > 0 ||
    catalogue
      .covered()
      .some((code) =>
        catalogue
          .entries(code)
          .some(({ dependencies }) =>
            (dependencies ?? []).some(({ action }) => isSame(pattern, action, catalogue)),
          ),
      )
  );
}

/** Whether a dependency is the pattern itself, as a page prints it. */
function isSame({ segments }: ActionPattern, text: string, catalogue: Catalogue): boolean {
  const [service, ...name] = text.toLowerCase().split(':');
  return (
    name.join(':') === segments.slice(1).join(':') &&
    catalogue.serviceCode(service ?? '') === catalogue.serviceCode(segments[0])
  );
}
