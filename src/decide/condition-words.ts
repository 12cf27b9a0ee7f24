import { fewInBackticks, firstFew } from '../model/first-few.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language, Operator } from '../model/language.ts';
import { type ConditionTest, textsOf } from '../model/policy.ts';
import type { OpenTest } from './condition.ts';
import { readOperator } from './condition-operator.ts';

const verbs: Readonly<Record<Operator['compare'], readonly [plain: string, negated: string]>> = {
  equals: ['is', 'is not'],
  'equals-ignoring-case': ['is (in any case)', 'is not (in any case)'],
  pattern: ['matches', 'does not match'],
  prefix: ['starts with', 'does not start with'],
  suffix: ['ends with', 'does not end with'],
  less: ['is less than', 'is not less than'],
  'less-or-equal': ['is at most', 'is more than'],
  greater: ['is greater than', 'is not greater than'],
  'greater-or-equal': ['is at least', 'is less than'],
  presence: ['is absent:', 'is absent:'],
  network: ['is in', 'is not in'],
};

/** Open tests in words, as in "`g:MFAPresent` is `true` and `g:UserName` starts with `dev-`". */
export function openTestsInWords(open: readonly OpenTest[], language: Language): string {
  const { few, others } = firstFew(open);
  const words = few.map(({ test, because }) => {
    const inWords = testInWords(test, language);
    return because === undefined ? inWords : `${inWords} (${because})`;
  });
  return [
    ...words,
    ...(others === 0 ? [] : [`${others} more ${others === 1 ? 'test holds' : 'tests hold'}`]),
  ].join(' and ');
}

/** One test in words. */
function testInWords(test: ConditionTest, language: Language): string {
  const key = inBackticks(test.key);
  const texts = textsOf(test.values);
  const values = fewInBackticks(texts);
  const named = readOperator(test.operator, language);
  const asWritten = `${inBackticks(test.operator)} of ${key} holds for ${listed(values, 'or')}`;
  if (named === undefined) return asWritten;
  const { operator, quantifier, ifExists } = named;
  if (operator.compare === 'presence') {
    const [asked, ...more] = new Set(texts);
    if (more.length > 0) return asWritten;
    return asked === 'true' ? `${key} is absent` : asked === 'false' ? `${key} is present` : asWritten;
  }
  const subject =
    quantifier === undefined ? key : `${quantifier === 'all' ? 'every' : 'some'} value of ${key}`;
  const [plain, negated] = verbs[operator.compare];
  const verb = operator.type === 'date' ? dateVerb(operator) : operator.negated ? negated : plain;
  const or = operator.negated ? 'nor' : 'or';
  return `${subject} ${verb} ${listed(values, or)}${ifExists ? ', or is absent' : ''}`;
}

function dateVerb({ compare, negated }: Operator): string {
  switch (compare) {
    case 'less':
      return 'is before';
    case 'less-or-equal':
      return 'is at or before';
    case 'greater':
      return 'is after';
    case 'greater-or-equal':
      return 'is at or after';
    default:
      return negated ? 'is not' : 'is';
  }
}

function listed(values: readonly string[], word: string): string {
  const last = values.at(-1) ?? '(no value)';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} ${word} ${last}`;
}
