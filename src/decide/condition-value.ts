import type { Operator } from '../model/language.ts';
import { dateOf, isBoolean, isNumber } from './condition-operator.ts';
import { isAddressOrRange } from './ip-address.ts';

/** The forms that values have to have. */
export type ValueForm = 'number' | 'date' | 'boolean' | 'address';

/** The form that a value lacks which the operator compares; `undefined` where there is nothing wrong with it. */
export function missingForm({ type, compare }: Operator, value: string): ValueForm | undefined {
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
