import type { Language, Operator, ValueType } from '../model/language.ts';
import { serviceKey, suppliedKeys } from './condition-key.ts';
import { dateOf, isBoolean, isNumber } from './condition-operator.ts';
import { isAddress, isAddressOrRange } from './ip-address.ts';

/** The forms that values have to have. */
export type ValueForm = 'number' | 'date' | 'boolean' | 'address';

/** The form that a value lacks which the operator compares; `undefined` where there is nothing wrong with it. */
export function missingForm(
  { type, compare }: Pick<Operator, 'type' | 'compare'>,
  value: string,
): ValueForm | undefined {
  if (compare === 'presence') return isBoolean(value) ? undefined : 'boolean';
  switch (type) {
    case 'number':
      return isNumber(value) ? undefined : 'number';
    case 'date':
      return dateOf(value) === undefined ? 'date' : undefined;
    case 'boolean':
      return isBoolean(value) ? undefined : 'boolean';
    case 'address':
      return isAddressOrRange(value) ? undefined : 'address';
    case 'string':
    case 'any':
      return undefined;
  }
}

/**
 * The form that a value of a request lacks which its key has; `undefined` where there is nothing wrong with it, or the type
 * of the key is not known.
 */
export function missingFormOfRequest(key: string, value: string, language: Language): ValueForm | undefined {
  const types = typesOf(key, language);
  const missing = types.map((type) => formOfRequest(type, value));
  return missing.includes(undefined) ? undefined : missing[0];
}

function formOfRequest(type: ValueType, value: string): ValueForm | undefined {
  if (type === 'address') return isAddress(value) ? undefined : 'address';
  return missingForm({ type, compare: 'equals' }, value);
}

/** The types that a key is documented with: services may supply the same key with different ones. */
function typesOf(key: string, language: Language): ValueType[] {
  const common = language.globalKeys.find((known) => known.key === key) ?? serviceKey(key, language);
  return (common === undefined ? suppliedKeys(key, language) : [common]).map(({ type }) => type);
}
