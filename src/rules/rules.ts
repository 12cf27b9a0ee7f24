import { denyOnlyPolicy } from './deny-only-policy.ts';
import { duplicateAction } from './duplicate-action.ts';
import { duplicateMember } from './duplicate-member.ts';
import { emptyList } from './empty-list.ts';
import { invalidEffect } from './invalid-effect.ts';
import { invalidJson } from './invalid-json.ts';
import { invalidVersion } from './invalid-version.ts';
import { malformedAction } from './malformed-action.ts';
import { missingMember } from './missing-member.ts';
import { patternMatchesNothing } from './pattern-matches-nothing.ts';
import type { Rule } from './rule.ts';
import { unknownAction } from './unknown-action.ts';
import { unknownMember } from './unknown-member.ts';
import { unknownService } from './unknown-service.ts';
import { uppercaseService } from './uppercase-service.ts';
import { wrongType } from './wrong-type.ts';

/** Every rule, in the order of the documentation: document, structure, action. */
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
] as const satisfies readonly Rule[];

export type RuleId = (typeof rules)[number]['id'];

/** The rule of an id that a user gave. */
export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
