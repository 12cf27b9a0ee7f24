import { datesInWords } from '../../catalogue/page-dates.ts';
import { type ActionPattern, nameOf } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { meantServices } from '../../rules/meant-services.ts';
import { misspelling } from '../../rules/misspelling.ts';

/** What is known of an action or pattern that no page names. */
export interface UnknownAction {
  /** Who does not know it. */
  readonly what: string;
  /** What was probably meant, or what is to be written instead; best first. */
  readonly meant: readonly string[];
  /** It may exist all the same: the catalogue has its service in part, or not at all. */
  readonly maybeMissing: boolean;
  /** It has a meaning, in policies of another kind. */
  readonly isIdentity?: true;
}

/** What there is to know of an action or pattern that no page names; `undefined` for a known one. */
export function unknownAction(
  pattern: ActionPattern,
  { catalogue, cloud }: { readonly catalogue: Catalogue; readonly cloud: CloudChoice },
): UnknownAction | undefined {
  const [service] = pattern.segments;
  if (service === '*' || isNamedAction(pattern, catalogue)) return undefined;
  const text = inBackticks(pattern.text);
  const code = catalogue.serviceCode(service);
  const identity = catalogue.printed().identityNames[pattern.text.toLowerCase()] ?? [];
  if (identity.length > 0)
    return {
      what: `${text} is a name for identity policies (Version 5.0)`,
      meant: identity,
      maybeMissing: false,
      isIdentity: true,
    };
  const meant = meantBy(pattern, { catalogue, cloud });
  if (catalogue.service(service) === undefined && !catalogue.covers(code))
    return { what: `${inBackticks(service)} is not a known service`, meant, maybeMissing: true };
  if (catalogue.coverage(code, cloud) !== 'full') {
    const what = `no page that was read names ${text} (its service is covered in part, or not at all)`;
    return { what, meant, maybeMissing: true };
  }
  const says = pattern.concrete
    ? `${text} is not a documented action of \`${code}\``
    : `${text} matches no documented action of \`${code}\``;
  const dates = datesInWords(catalogue, code, cloud);
  const what = `${says}${dates === undefined ? '' : ` (as of ${dates})`}`;
  return { what, meant, maybeMissing: false };
}

/**
 * What there is to say of an action or pattern that no page names, and that only the text of the policies can decide:
 * what was probably meant, where the name is near. `undefined` for a known one.
 */
export function unknownActionNote(
  pattern: ActionPattern,
  context: { readonly catalogue: Catalogue; readonly cloud: CloudChoice },
): string | undefined {
  const unknown = unknownAction(pattern, context);
  if (unknown === undefined) return undefined;
  const { what, meant, isIdentity } = unknown;
  if (isIdentity) return `${what}; Version 1.1 has ${meant.map(inBackticks).join(', ')} in its place`;
  const near = meant.length === 0 ? '' : `; did you mean ${meant.map(inBackticks).join(', or ')}?`;
  const of = what.includes(inBackticks(pattern.text)) ? 'it' : inBackticks(pattern.text);
  return `${what}: what is said of ${of} follows from the policies alone${near}`;
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
