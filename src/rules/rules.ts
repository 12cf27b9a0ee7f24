import { denyOnlyPolicy } from './action/deny-only-policy.ts';
import { duplicateAction } from './action/duplicate-action.ts';
import { malformedAction } from './action/malformed-action.ts';
import { partialServiceWildcard } from './action/partial-service-wildcard.ts';
import { patternMatchesNothing } from './action/pattern-matches-nothing.ts';
import { questionMarkInAction } from './action/question-mark-in-action.ts';
import { unknownAction } from './action/unknown-action.ts';
import { unknownService } from './action/unknown-service.ts';
import { uppercaseService } from './action/uppercase-service.ts';
import { doubleEncodedPolicy } from './document/double-encoded-policy.ts';
import { duplicateMember } from './document/duplicate-member.ts';
import { foreignDocument } from './document/foreign-document.ts';
import { inputTooLarge } from './document/input-too-large.ts';
import { invalidEncoding } from './document/invalid-encoding.ts';
import { invalidJson } from './document/invalid-json.ts';
import { multipleDocuments } from './document/multiple-documents.ts';
import type { Rule } from './rule.ts';
import { dependsInCustomPolicy } from './structure/depends-in-custom-policy.ts';
import { emptyList } from './structure/empty-list.ts';
import { foreignSyntax } from './structure/foreign-syntax.ts';
import { invalidEffect } from './structure/invalid-effect.ts';
import { invalidVersion } from './structure/invalid-version.ts';
import { limitExceeded } from './structure/limit-exceeded.ts';
import { missingMember } from './structure/missing-member.ts';
import { placeholderLeft } from './structure/placeholder-left.ts';
import { roleAsCustomPolicy } from './structure/role-as-custom-policy.ts';
import { unknownMember } from './structure/unknown-member.ts';
import { wrongType } from './structure/wrong-type.ts';

/** Every rule, in the order of the documentation: document, structure, action. */
export const rules = [
  invalidJson,
  multipleDocuments,
  duplicateMember,
  invalidEncoding,
  inputTooLarge,
  foreignDocument,
  doubleEncodedPolicy,
  missingMember,
  unknownMember,
  wrongType,
  emptyList,
  invalidVersion,
  invalidEffect,
  roleAsCustomPolicy,
  dependsInCustomPolicy,
  limitExceeded,
  foreignSyntax,
  placeholderLeft,
  malformedAction,
  partialServiceWildcard,
  questionMarkInAction,
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
