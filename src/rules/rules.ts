import { denyOnlyPolicy } from './action/deny-only-policy.ts';
import { duplicateAction } from './action/duplicate-action.ts';
import { malformedAction } from './action/malformed-action.ts';
import { patternMatchesNothing } from './action/pattern-matches-nothing.ts';
import { unknownAction } from './action/unknown-action.ts';
import { unknownService } from './action/unknown-service.ts';
import { uppercaseService } from './action/uppercase-service.ts';
import { alwaysTrueCondition } from './condition/always-true-condition.ts';
import { conditionTypeMismatch } from './condition/condition-type-mismatch.ts';
import { conditionValueNotList } from './condition/condition-value-not-list.ts';
import { contradictoryCondition } from './condition/contradictory-condition.ts';
import { emptyCondition } from './condition/empty-condition.ts';
import { foreignConditionKey } from './condition/foreign-condition-key.ts';
import { invalidConditionValue } from './condition/invalid-condition-value.ts';
import { mfaAgeWithoutMfa } from './condition/mfa-age-without-mfa.ts';
import { nullWithIfExists } from './condition/null-with-if-exists.ts';
import { unknownConditionKey } from './condition/unknown-condition-key.ts';
import { unknownOperator } from './condition/unknown-operator.ts';
import { duplicateMember } from './document/duplicate-member.ts';
import { invalidJson } from './document/invalid-json.ts';
import { forbiddenAccess } from './house/forbidden-access.ts';
import { requiredCondition } from './house/required-condition.ts';
import { serviceNotListed } from './house/service-not-listed.ts';
import type { Rule } from './rule.ts';
import { emptyList } from './structure/empty-list.ts';
import { invalidEffect } from './structure/invalid-effect.ts';
import { invalidVersion } from './structure/invalid-version.ts';
import { missingMember } from './structure/missing-member.ts';
import { unknownMember } from './structure/unknown-member.ts';
import { wrongType } from './structure/wrong-type.ts';

/** Every rule, in the order of the documentation: document, structure, action, condition, house. */
export const rules = [
  invalidJson,
  duplicateMember,
  missingMember,
  unknownMember,
  wrongType,
  emptyList,
  invalidVersion,
  invalidEffect,
  malformedAction,
  unknownService,
  unknownAction,
  patternMatchesNothing,
  uppercaseService,
  duplicateAction,
  denyOnlyPolicy,
  unknownOperator,
  unknownConditionKey,
  foreignConditionKey,
  conditionTypeMismatch,
  invalidConditionValue,
  conditionValueNotList,
  emptyCondition,
  nullWithIfExists,
  mfaAgeWithoutMfa,
  contradictoryCondition,
  alwaysTrueCondition,
  forbiddenAccess,
  requiredCondition,
  serviceNotListed,
] as const satisfies readonly Rule[];

export type RuleId = (typeof rules)[number]['id'];

/** The rule of an id that a user gave. */
export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
