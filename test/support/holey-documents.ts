/**
 * Documents with holes in every place, and what each may become: the same document with values in the place of its holes, and with
 * what is there under a condition only present or absent.
 */
import fc from 'fast-check';
import { couldBecome } from '../../src/model/hole.ts';
import { hole, inText, maybe, open } from './hole-trees.ts';

/** A number below another one. */
type Choose = (count: number) => number;

/** How holes are filled. */
export interface Filling {
  readonly choose: Choose;
  /** What is there under a condition only: always present, or as it falls. */
  readonly present: boolean;
}

/** A part of a document with holes: as it is given, and the values that it may become; none where it is absent. */
class Part {
  readonly given: unknown;
  readonly become: (filling: Filling) => readonly unknown[];

  constructor(given: unknown, become: (filling: Filling) => readonly unknown[]) {
    this.given = given;
    this.become = become;
  }
}

/** The document as a carrier gives it. */
export function givenOf(template: unknown): unknown {
  if (template instanceof Part) return template.given;
  if (Array.isArray(template)) return template.map(givenOf);
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, givenOf(value)]));
}

/** A document that it may become. */
export function filledOf(template: unknown, filling: Filling): unknown {
  return valuesOf(template, filling)[0];
}

function valuesOf(template: unknown, filling: Filling): readonly unknown[] {
  if (template instanceof Part) return template.become(filling);
  if (Array.isArray(template)) return [template.flatMap((item) => valuesOf(item, filling))];
  if (typeof template !== 'object' || template === null) return [template];
  const members = Object.entries(template).flatMap(([name, value]) =>
    valuesOf(value, filling).map((filled) => [name, filled] as const),
  );
  return [Object.fromEntries(members)];
}

/** Numbers that look random and depend on the seed alone. */
export function chooser(seed: number): Choose {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % count;
  };
}

function pick<T>(choose: Choose, from: readonly T[]): T {
  return from[choose(from.length)] as T;
}

/** What texts may be made of. */
interface Vocabulary {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, key and values that go together, or not. */
  readonly tests: readonly (readonly [operator: string, key: string, values: readonly string[]])[];
}

/** Mostly a text as it is; now and then with a hole in it, or one that is a hole. */
function textOf(texts: readonly string[]): fc.Arbitrary<unknown> {
  const text = fc.constantFrom(...texts);
  return fc.oneof(
    { weight: 6, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc.tuple(text, fc.nat(), fc.nat()).map(([own, i, j]) => withHole(own, i, j, texts)),
    },
    { weight: 1, arbitrary: fc.constant(new Part(hole(), ({ choose }) => [pick(choose, texts)])) },
    { weight: 1, arbitrary: text.map((own) => thereMaybe(own)) },
  );
}

/** A text with a hole in the place of a part of it: it becomes one of the texts that fit, of which it is one itself. */
function withHole(text: string, i: number, j: number, texts: readonly string[]): Part {
  const [start, end] = [i % (text.length + 1), j % (text.length + 1)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const given = text.slice(0, start) + inText + text.slice(end);
  return new Part(given, ({ choose }) => [
    pick(
      choose,
      texts.filter((other) => couldBecome(given, other)),
    ),
  ]);
}

function thereMaybe(template: unknown): Part {
  return new Part(maybe(givenOf(template)), (filling) =>
    filling.present || filling.choose(2) === 0 ? valuesOf(template, filling) : [],
  );
}

/** A list that may have more in it, which the file does not fix, or is a hole. */
function listOf(items: fc.Arbitrary<readonly unknown[]>, texts: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.tuple(items, fc.nat(11)).map(([list, how]): unknown => {
    if (how === 0) return new Part(hole(), ({ choose }) => [[pick(choose, texts)]]);
    if (how > 1) return list;
    return new Part(open(list.map(givenOf)), (filling) => {
      const known = list.flatMap((item) => valuesOf(item, filling));
      const more = Array.from({ length: filling.choose(3) }, () => pick(filling.choose, texts));
      return [[...known, ...more]];
    });
  });
}

/** Templates of documents over a vocabulary. */
export function holeyDocuments({ actions, resources, tests }: Vocabulary): fc.Arbitrary<unknown> {
  const action = listOf(fc.array(textOf(actions), { minLength: 1, maxLength: 3 }), actions);
  const resource = fc.oneof(
    { weight: 4, arbitrary: listOf(fc.array(textOf(resources), { minLength: 1, maxLength: 2 }), resources) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('/iam/agencies/*', '/iam/agencies/a')
        .map((uri): unknown => ({ uri: [uri] })),
    },
  );
  const test = fc.constantFrom(...tests).chain(([operator, key, values]) =>
    fc
      .tuple(listOf(fc.array(textOf(values), { minLength: 1, maxLength: 2 }), values), fc.nat(15))
      .map(([list, how]) => {
        const keyed = how === 1 ? thereMaybe(list) : list;
        const keys = { [key]: keyed };
        return [
          operator,
          how === 0 ? new Part(hole(), (filling) => [filledOf({ [key]: list }, filling)]) : keys,
        ] as const;
      }),
  );
  const condition = fc
    .tuple(
      fc.uniqueArray(test, { minLength: 1, maxLength: 2, selector: ([operator]) => operator }),
      fc.nat(7),
    )
    .map(([list, how]): unknown => {
      const known = Object.fromEntries(list);
      const more = pick.bind(undefined);
      const other = (filling: Filling) => {
        const [operator, key, values] = more(filling.choose, tests) as (typeof tests)[number];
        return { [operator]: { [key]: [pick(filling.choose, values)] } };
      };
      if (how === 0) return new Part(hole(), (filling) => [other(filling)]);
      if (how > 1) return known;
      return new Part(open(givenOf(known) as object), (filling) => [
        { ...other(filling), ...(filledOf(known, filling) as object) },
      ]);
    });
  const effects = ['Allow', 'Allow', 'Allow', 'Deny'];
  const effect = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...effects) },
    {
      weight: 1,
      arbitrary: fc.constant(new Part(hole(), ({ choose }) => [pick(choose, ['Allow', 'Deny'])])),
    },
  );
  const whole = fc.record(
    { Effect: effect, Action: action, Resource: resource, Condition: condition },
    { requiredKeys: ['Effect', 'Action'] },
  );
  const plain = fc.record({
    Effect: fc.constantFrom(...effects),
    Action: fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 2 }),
  });
  const statement = fc.oneof(
    { weight: 5, arbitrary: whole },
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: whole.map(thereMaybe) },
    {
      weight: 1,
      arbitrary: fc.tuple(plain, resource, condition).map(
        ([known, Resource, Condition]) =>
          new Part(open(known), (filling) => [
            {
              ...known,
              ...pick(filling.choose, [
                {},
                filledOf({ Resource }, filling) as object,
                filledOf({ Condition }, filling) as object,
              ]),
            },
          ]),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(plain, { minLength: 1, maxLength: 3 })
        .map((list) => new Part(hole('var.s'), ({ choose }) => [pick(choose, list)])),
    },
  );
  const statements = fc
    .tuple(
      fc.array(statement, { minLength: 1, maxLength: 4 }),
      fc.array(plain, { minLength: 1, maxLength: 3 }),
      fc.nat(11),
    )
    .map(([list, others, how]): unknown => {
      if (how === 0) return new Part(hole('var.all'), () => [others]);
      if (how > 1) return list;
      return new Part(open(list.map(givenOf)), (filling) => [
        [...list.flatMap((one) => valuesOf(one, filling)), ...others.slice(0, filling.choose(3))],
      ]);
    });
  const version = fc.oneof(
    { weight: 15, arbitrary: fc.constant('1.1') },
    {
      weight: 1,
      arbitrary: fc.constant(new Part(`1.${inText}`, ({ choose }) => [pick(choose, ['1.1', '1.0'])])),
    },
    {
      weight: 1,
      arbitrary: fc.constant(new Part(hole(), ({ choose }) => [pick(choose, ['1.1', '1.0', '5.0'])])),
    },
  );
  const document = fc.record({ Version: version, Statement: statements });
  return fc.oneof(
    { weight: 19, arbitrary: document },
    {
      weight: 1,
      arbitrary: document.map(
        (known) =>
          new Part(open(givenOf(known) as object), (filling) => {
            const more = pick(filling.choose, [
              {},
              { Depends: [{ catalog: 'BASE', display_name: 'Tenant Guest' }] },
            ]);
            return [{ ...(filledOf(known, filling) as object), ...more }];
          }),
      ),
    },
  );
}
