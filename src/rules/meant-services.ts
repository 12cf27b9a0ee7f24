import { namesOf } from '../catalogue/service-index.ts';
import { type ActionPattern, nameOf } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { editDistance } from '../model/nearest.ts';
import type { PatternAction } from './policy-actions.ts';
import type { RuleWorld } from './rule-world.ts';

/** The actions of services that the catalogue does not know, by the code of the service in lower case. */
export function actionsOfUnknownServices(
  actions: readonly PatternAction[],
  catalogue: Catalogue,
): ReadonlyMap<string, readonly PatternAction[]> {
  const uses = new Map<string, PatternAction[]>();
  for (const action of actions) {
    const [code] = action.pattern.segments;
    if (!namesUnknownService(action.pattern, catalogue)) continue;
    const known = uses.get(code);
    if (known === undefined) uses.set(code, [action]);
    else known.push(action);
  }
  return uses;
}

/** Whether an action or pattern is one of a service that the catalogue does not know. */
export function namesUnknownService({ segments: [code] }: ActionPattern, catalogue: Catalogue): boolean {
  return code !== '*' && catalogue.service(code) === undefined && !catalogue.covers(code);
}

/** The action, as written, in another service. */
export function inService({ text }: PatternAction, service: string): string {
  return service + nameOf(text);
}

/**
 * The services that an unknown code was probably meant to be. That a code is near is not enough, since codes are short: the
 * code has five letters or more and is one edit away, or every action that the policy writes with it and without wildcards,
 * one at least, is documented there. Never for the name of a service or a resource type, and never `iam`.
 */
export function meantServices(
  code: string,
  actions: readonly { readonly pattern: ActionPattern }[],
  world: Pick<RuleWorld, 'catalogue'>,
): readonly string[] {
  const near = nearCodes(code, world.catalogue);
  if (near.length === 0) return [];
  const names = world.catalogue.realNames();
  if (names.isService(code) || names.isResourceType(code)) return [];
  const concrete = actions.filter(({ pattern }) => pattern.concrete);
  const evident = near.filter(({ service }) =>
    concrete.every(({ pattern }) => isDocumentedIn(service, pattern, world.catalogue)),
  );
  if (concrete.length > 0 && evident.length > 0) return evident.map((found) => found.code);
  return code.length >= 5 ? near.flatMap((found) => (found.edits === 1 ? [found.code] : [])) : [];
}

interface NearCode {
  /** As actions begin. */
  readonly code: string;
  /** Of the service in the catalogue, lower case. */
  readonly service: string;
  readonly edits: number;
}

/** Codes one edit apart, or two from eight letters on. */
function nearCodes(code: string, catalogue: Catalogue): readonly NearCode[] {
  const max = code.length >= 8 ? 2 : 1;
  return catalogue.services().flatMap((known) => {
    const { code: service } = known;
    if (service === 'iam') return [];
    const near = namesOf(known)
      .map((name) => ({ name, edits: editDistance(code, name, max) }))
      .filter(({ edits }) => edits <= max)
      .sort((one, other) => one.edits - other.edits)[0];
    return near === undefined
      ? []
      : [
          {
            code: beginsActions(near.name, service, catalogue) ? near.name : service,
            service,
            edits: near.edits,
          },
        ];
  });
}

/** Whether documented actions begin with the name: an alias may be the name of a page or an endpoint only. */
function beginsActions(name: string, service: string, catalogue: Catalogue): boolean {
  return catalogue.documented(service).some(({ pattern }) => pattern.segments[0] === name);
}

function isDocumentedIn(
  service: string,
  { segments: [, type, operation] }: ActionPattern,
  catalogue: Catalogue,
) {
  return catalogue
    .documented(service)
    .some(({ pattern }) => pattern.segments[1] === type && pattern.segments[2] === operation);
}
