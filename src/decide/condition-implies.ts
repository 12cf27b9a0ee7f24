import { hasHole } from '../model/hole.ts';
import type { Language, Operator } from '../model/language.ts';
import { splitAtPlaceholders } from '../model/placeholder.ts';
import { type ConditionTest, textsOf } from '../model/policy.ts';
import { wildcardMatches } from '../patterns/wildcard.ts';
import { dateOf, numberOf, readOperator } from './condition-operator.ts';
import { rangeContains } from './ip-address.ts';

/**
 * Whether a request that passes one test passes the other one too, on the same key with the same operator, whatever is open
 * about either: with fewer values, or values that the others cover; of a negated operator with more. `false` may also mean
 * that nobody can tell.
 */
export function testImplies(narrow: ConditionTest, wide: ConditionTest, language: Language): boolean {
  if (narrow.operator !== wide.operator || narrow.key !== wide.key) return false;
  const [few, many] = [narrow, wide];
  if ([...few.values, ...many.values].some(({ text, maybe }) => maybe || hasHole(text))) return false;
  const named = readOperator(narrow.operator, language);
  if (named === undefined || few.values.length === 0 || many.values.length === 0) return false;
  const { operator } = named;
  if (operator.compare === 'presence') return false;
  const [inner, outer] = operator.negated === true ? [many, few] : [few, many];
  const wider = textsOf(outer.values);
  return textsOf(inner.values).every((value) => wider.some((other) => valueCovers(other, value, operator)));
}

/** Whether every value of a request that fits one value of a policy fits the other one too. */
function valueCovers(wide: string, narrow: string, { compare, type }: Operator): boolean {
  if (wide === narrow) return true;
  const isOpen = [wide, narrow].some((value) => splitAtPlaceholders(value, { resource: false }).length > 1);
  if (isOpen) return false;
  switch (compare) {
    case 'pattern':
      // A wildcard of the narrow one is taken as a letter, which only `*` of the wide one matches.
      return !wide.includes('?') && wildcardMatches(wide, narrow);
    case 'prefix':
      return narrow.startsWith(wide);
    case 'suffix':
      return narrow.endsWith(wide);
    case 'less':
    case 'less-or-equal':
      return isOrdered(narrow, wide, type);
    case 'greater':
    case 'greater-or-equal':
      return isOrdered(wide, narrow, type);
    case 'network':
      return rangeContains(wide, narrow);
    case 'equals':
      return type === 'address' && rangeContains(wide, narrow);
    case 'equals-ignoring-case':
    case 'presence':
      return false;
  }
}

function isOrdered(small: string, great: string, type: Operator['type']): boolean {
  const readValue = type === 'number' ? numberOf : type === 'date' ? dateOf : () => undefined;
  const [less, more] = [readValue(small), readValue(great)];
  return less !== undefined && more !== undefined && less <= more;
}
