import type { Language, Operator } from '../model/language.ts';
import { splitAtPlaceholders } from '../model/placeholder.ts';
import { not, type Truth, truthOf } from '../model/truth.ts';
import { wildcardMatches } from '../patterns/wildcard.ts';
import { addressMatches } from './ip-address.ts';

/** An operator as a Condition names it, taken apart. */
export interface NamedOperator {
  readonly operator: Operator;
  /** `ForAllValues:` or `ForAnyValue:`. */
  readonly quantifier: 'all' | 'any' | undefined;
  /** An absent key passes. */
  readonly ifExists: boolean;
}

/** Prefixes of operators for keys with several values, and what each of them asks. */
export const prefixes = { 'ForAllValues:': 'all', 'ForAnyValue:': 'any' } as const;

/** Suffix of operators that an absent key passes. */
export const suffix = 'IfExists';

/** The parts of an operator's name; whether there is such an operator is not asked. */
interface OperatorName {
  /** `''`, `ForAllValues:` or `ForAnyValue:`. */
  readonly prefix: '' | keyof typeof prefixes;
  readonly base: string;
  readonly ifExists: boolean;
}

/** Takes an operator's name apart. */
export function partsOf(name: string): OperatorName {
  const known = Object.keys(prefixes) as (keyof typeof prefixes)[];
  const prefix = known.find((start) => name.startsWith(start)) ?? '';
  const bare = name.slice(prefix.length);
  const ifExists = bare.endsWith(suffix);
  return { prefix, base: ifExists ? bare.slice(0, -suffix.length) : bare, ifExists };
}

/** The operator that a name stands for; `undefined` for one that is not known in that spelling. */
export function readOperator(name: string, language: Language): NamedOperator | undefined {
  const { prefix, base, ifExists } = partsOf(name);
  const quantifier = prefix === '' ? undefined : prefixes[prefix];
  const operator = language.operators.find((known) => known.name === base);
  if (operator === undefined) return undefined;
  // `Null` asks for presence itself: with a suffix or a prefix it means nothing that is documented.
  if (operator.compare === 'presence' && (ifExists || quantifier !== undefined)) return undefined;
  return { operator, quantifier, ifExists };
}

/** How one value of the request stands to one value of the policy; negation is not counted here. */
function compareValues(operator: Operator, request: string, policy: string): Truth {
  switch (operator.type) {
    case 'string':
      return compareStrings(operator, request, policy);
    case 'number':
      return compareOrdered(operator, numberOf(request), numberOf(policy));
    case 'date':
      return compareOrdered(operator, dateOf(request), dateOf(policy));
    case 'boolean':
      return isBoolean(request) && isBoolean(policy) ? truthOf(request === policy) : 'maybe';
    case 'address':
      return addressMatches(request, policy);
    case 'any':
      return 'maybe';
  }
}

function compareStrings(operator: Operator, request: string, policy: string): Truth {
  const { compare, standing } = operator;
  const parts = splitAtPlaceholders(policy, { resource: false });
  if (parts.length > 1) return couldMatch(operator, request, parts) ? 'maybe' : 'no';
  const test = (value: string, wanted: string): boolean => {
    switch (compare) {
      case 'pattern':
        return wildcardMatches(wanted, value);
      case 'prefix':
        return value.startsWith(wanted);
      case 'suffix':
        return value.endsWith(wanted);
      case 'equals-ignoring-case':
        return value.toLowerCase() === wanted.toLowerCase();
      default:
        return value === wanted;
    }
  };
  const exact = test(request, policy);
  // Whether the operators that only examples show regard case is an open point.
  if (standing !== 'by-example' || exact) return truthOf(exact);
  return test(request.toLowerCase(), policy.toLowerCase()) ? 'maybe' : 'no';
}

/** Whether a value that has a placeholder between each two of its parts matches once these are filled in with some text. */
function couldMatch({ compare, standing }: Operator, request: string, parts: readonly string[]): boolean {
  const ignoresCase = compare === 'equals-ignoring-case' || standing === 'by-example';
  const fold = (text: string) => (ignoresCase ? text.toLowerCase() : text);
  const isPattern = compare === 'pattern';
  const own = parts.map((part) => (isPattern ? fold(part) : literally(fold(part)))).join('*');
  const [before, after] = [compare === 'suffix' ? '*' : '', compare === 'prefix' ? '*' : ''];
  return wildcardMatches(`${before}${own}${after}`, isPattern ? fold(request) : literally(fold(request)));
}

/** A text as a pattern that has no wildcard: the characters of wildcards become others, in request and policy alike. */
function literally(text: string): string {
  return text.replaceAll('*', '\u0001').replaceAll('?', '\u0002');
}

function compareOrdered(
  { compare }: Operator,
  request: number | undefined,
  policy: number | undefined,
): Truth {
  if (request === undefined || policy === undefined) return 'maybe';
  switch (compare) {
    case 'less':
      return truthOf(request < policy);
    case 'less-or-equal':
      return truthOf(request <= policy);
    case 'greater':
      return truthOf(request > policy);
    case 'greater-or-equal':
      return truthOf(request >= policy);
    default:
      return truthOf(request === policy);
  }
}

export function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}

/** Whether a text is a decimal number, however long. */
export function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

/**
 * A decimal number of at most 15 digits, which the platform's numbers hold exactly; `undefined` for anything else, also
 * for what only JavaScript reads as a number.
 */
export function numberOf(text: string): number | undefined {
  if (!isNumber(text)) return undefined;
  return text.replace(/\D/g, '').length <= 15 ? Number(text) : undefined;
}

/** Milliseconds of a date in the documented form `YYYY-MM-DDThh:mm:ssZ`; `undefined` for anything else. */
export function dateOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/.exec(text) ?? [];
  if (second === undefined) return undefined;
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // 31 February would slip into March: such a date is none.
  return new Date(time).toISOString() === `${text.slice(0, -1)}.000Z` ? time : undefined;
}

/** The truth of a test on one request value: any of the values, or for a negated operator none of them. */
export function testValue(operator: Operator, request: string, values: readonly string[]): Truth {
  let found: Truth = 'no';
  for (const value of values) {
    const truth = compareValues(operator, request, value);
    if (truth === 'yes') {
      found = 'yes';
      break;
    }
    if (truth === 'maybe') found = 'maybe';
  }
  return operator.negated ? not(found) : found;
}
