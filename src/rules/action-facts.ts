import { oncePerKey } from '../catalogue/once.ts';
import { createTargets, type Targets } from '../decide/target.ts';
import { readAction, serviceOf } from '../model/action.ts';
import type { KnownAction } from '../model/catalogue.ts';
import { namesOf } from '../model/claim.ts';
import type { Entry } from '../model/entry.ts';
import { apisNeeding, canStandTogether } from './action-apis.ts';
import type { ActionText } from './action-text.ts';
import type { RuleWorld } from './rule-world.ts';

/** Of so many different texts it is kept what they are. */
const mostTexts = 50_000;

/** An API that needs an action, and what it depends on in every use case that needs the action. */
export interface NeedingApi {
  readonly entry: Entry;
  /** Of services whose actions one policy can hold together with the action: in lower case, and as documented. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** What rules ask about documented actions, whatever policy names them: worked out when first asked for, once for all policies. */
export class ActionFacts {
  readonly #world: RuleWorld;

  /** Readings of actions and patterns. */
  readonly targets: Targets = createTargets();

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  /** What a text is; once for each text. */
  text(text: string): ActionText {
    const before = this.#texts.get(text);
    if (before !== undefined) return before;
    const reading = readAction(text);
    const pattern = reading.ok ? reading.pattern : undefined;
    const known = pattern?.concrete ? this.#world.catalogue.action(pattern) : undefined;
    const made: ActionText = { text, number: this.#numberOf(text.toLowerCase()), reading, pattern, known };
    this.#texts.set(text, made);
    return made;
  }
  readonly #texts = new Map<string, ActionText>();

  #numberOf(folded: string): number {
    const number = this.#numbers.get(folded) ?? this.#numbers.size;
    this.#numbers.set(folded, number);
    return number;
  }
  readonly #numbers = new Map<string, number>();

  /** Forgets texts, where there are too many of them. Not while a policy is looked at: their numbers are given anew. */
  forgetMany(): void {
    if (this.#texts.size < mostTexts) return;
    this.#texts.clear();
    this.#numbers.clear();
  }

  /** The APIs of the clouds asked about that need an action, in the order of the catalogue. */
  readonly apisNeeding: (known: KnownAction) => readonly Entry[] = oncePerKey((known: KnownAction) =>
    apisNeeding(known, this.#world.catalogue, this.#world.cloud),
  );

  /** The same with what each depends on. */
  readonly needing: (known: KnownAction) => readonly NeedingApi[] = oncePerKey((known: KnownAction) => {
    const { catalogue } = this.#world;
    const level = catalogue.level(serviceOf(known.action));
    return this.apisNeeding(known).map((entry) => ({
      entry,
      dependencies: firstSpellings(
        (entry.dependencies ?? [])
          .filter(({ action, when }) => when === undefined && isForEveryCase(action, entry))
          .filter(({ action }) => canStandTogether(level, catalogue.level(serviceOf(action))))
          .map(({ action }) => action),
      ),
    }));
  });
}

function firstSpellings(names: readonly string[]): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const name of names) if (!spellings.has(name.toLowerCase())) spellings.set(name.toLowerCase(), name);
  return spellings;
}

/** A dependency can belong to an action that not every use case needs. */
function isForEveryCase(action: string, { actions, dependencies }: Entry): boolean {
  return (dependencies ?? []).some(
    (dependency) =>
      dependency.action.toLowerCase() === action.toLowerCase() &&
      dependency.when === undefined &&
      (dependency.for === undefined ||
        actions.some(
          (required) =>
            required.when === undefined && namesOf(required).some((name) => name === dependency.for),
        )),
  );
}
