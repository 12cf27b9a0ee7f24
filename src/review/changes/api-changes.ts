import { gravityOf, isRefusal } from '../../decide/combine.ts';
import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import type { ApiChange } from '../../model/access-changes.ts';
import { readAction } from '../../model/action.ts';
import type { AnswerPlace } from '../../model/answer.ts';
import type { AccessLevel, Catalogue } from '../../model/catalogue.ts';
import { actionNames } from '../../model/claim.ts';
import type { DecisionKind, RequirementDecision } from '../../model/decision.ts';
import type { Entry } from '../../model/entry.ts';
import { firstFew } from '../../model/first-few.ts';
import type { Grant } from '../../model/grant.ts';
import { levelRank } from './action-changes.ts';
import type { UnitSource } from './reviewed-side.ts';

interface Side {
  readonly grants: readonly Grant[];
  readonly source: UnitSource;
}

/** The APIs of some services that the two sides decide otherwise, by the code that answers questions about them. */
export function changedApis(
  { old, now }: { readonly old: Side; readonly now: Side },
  services: readonly string[],
  options: DecisionOptions,
  catalogue: Catalogue,
): readonly ApiChange[] {
  const [before, after] = [deciderFor(old.grants, options), deciderFor(now.grants, options)];
  return services
    .flatMap((service) => catalogue.entries(service))
    .flatMap((entry): ApiChange[] => {
      if (options.cloud !== undefined && entry.cloud !== options.cloud) return [];
      const [from, to] = [before.kindOf(entry), after.kindOf(entry)];
      if (from === to || (isRefusal(from) && isRefusal(to))) return [];
      const { cloud, service, method, path, operation, title } = entry;
      const level = levelOf(entry, catalogue);
      return [
        {
          kind: 'api',
          cloud,
          service,
          method,
          path,
          ...(operation === undefined ? {} : { operation }),
          title,
          broadens: isBetter(to, from),
          ...(level === undefined ? {} : { level }),
          from,
          to,
          old: placesOf(before.api(entry).requirements, old.source),
          new: placesOf(after.api(entry).requirements, now.source),
        },
      ];
    });
}

function isBetter(to: DecisionKind, from: DecisionKind): boolean {
  return to !== 'ungoverned' && from !== 'ungoverned' && gravityOf(to) < gravityOf(from);
}

function placesOf(requirements: readonly RequirementDecision[], source: UnitSource): readonly AnswerPlace[] {
  const by = new Set(requirements.filter(({ kind }) => kind === 'action').flatMap((one) => one.by));
  return firstFew([...by]).few.map((deciding) => source.placeOf(deciding));
}

/** The gravest level of the actions that an API needs. */
function levelOf({ actions }: Entry, catalogue: Catalogue): AccessLevel | undefined {
  let gravest: AccessLevel | undefined;
  for (const name of actionNames(actions)) {
    const reading = readAction(name);
    const access = reading.ok ? catalogue.action(reading.pattern)?.access : undefined;
    if (levelRank(access) > levelRank(gravest)) gravest = access;
  }
  return gravest;
}

/** From the gravest level to the mildest, then by what is called. */
export function compareApis(a: ApiChange, b: ApiChange): number {
  const keyOf = ({ service, path, method, cloud, operation = '' }: ApiChange) =>
    [service, path, method, operation, cloud].join(' ');
  const [one, other] = [keyOf(a), keyOf(b)];
  return levelRank(b.level) - levelRank(a.level) || (one < other ? -1 : one > other ? 1 : 0);
}
