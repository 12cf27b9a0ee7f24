import { actionCase } from './action/action-case.ts';
import { denyOnlyPolicy } from './action/deny-only-policy.ts';
import { duplicateAction } from './action/duplicate-action.ts';
import { duplicateStatement } from './action/duplicate-statement.ts';
import { malformedAction } from './action/malformed-action.ts';
import { overriddenAllow } from './action/overridden-allow.ts';
import { partialServiceWildcard } from './action/partial-service-wildcard.ts';
import { patternMatchesNothing } from './action/pattern-matches-nothing.ts';
import { questionMarkInAction } from './action/question-mark-in-action.ts';
import { redundantAction } from './action/redundant-action.ts';
import { renamedAction } from './action/renamed-action.ts';
import { unknownAction } from './action/unknown-action.ts';
import { unknownService } from './action/unknown-service.ts';
import { uppercaseService } from './action/uppercase-service.ts';
import { deprecatedApiOnly } from './api/deprecated-api-only.ts';
import { disputedRequirement } from './api/disputed-requirement.ts';
import { layerMismatch } from './api/layer-mismatch.ts';
import { missingDependency } from './api/missing-dependency.ts';
import { mixedServiceLevels } from './api/mixed-service-levels.ts';
import { noEnterpriseProjectSupport } from './api/no-enterprise-project-support.ts';
import { partialApi } from './api/partial-api.ts';
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
import { doubleEncodedPolicy } from './document/double-encoded-policy.ts';
import { duplicateMember } from './document/duplicate-member.ts';
import { foreignDocument } from './document/foreign-document.ts';
import { inputTooLarge } from './document/input-too-large.ts';
import { invalidEncoding } from './document/invalid-encoding.ts';
import { invalidJson } from './document/invalid-json.ts';
import { invalidTerraform } from './document/invalid-terraform.ts';
import { multipleDocuments } from './document/multiple-documents.ts';
import { forbiddenAccess } from './house/forbidden-access.ts';
import { requiredCondition } from './house/required-condition.ts';
import { serviceNotListed } from './house/service-not-listed.ts';
import { agencyActionMixed } from './resource/agency-action-mixed.ts';
import { agencyResourceShape } from './resource/agency-resource-shape.ts';
import { agencyWithoutResource } from './resource/agency-without-resource.ts';
import { malformedResource } from './resource/malformed-resource.ts';
import { resourceCase } from './resource/resource-case.ts';
import { resourceNotSupported } from './resource/resource-not-supported.ts';
import { resourceServiceMismatch } from './resource/resource-service-mismatch.ts';
import { resourceTypeMismatch } from './resource/resource-type-mismatch.ts';
import { assumeAnyAgency } from './risk/assume-any-agency.ts';
import { credentialExposure } from './risk/credential-exposure.ts';
import { destructiveWithoutMfa } from './risk/destructive-without-mfa.ts';
import { fullAdministrator } from './risk/full-administrator.ts';
import { imageExfiltration } from './risk/image-exfiltration.ts';
import { privilegeEscalation } from './risk/privilege-escalation.ts';
import { serviceAdministrator } from './risk/service-administrator.ts';
import type { Rule } from './rule.ts';
import { conflictingMembers } from './structure/conflicting-members.ts';
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

/** Every rule, in the order of the documentation. */
export const rules = [
  invalidTerraform,
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
  conflictingMembers,
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
  actionCase,
  renamedAction,
  duplicateAction,
  redundantAction,
  duplicateStatement,
  overriddenAllow,
  denyOnlyPolicy,
  partialApi,
  missingDependency,
  noEnterpriseProjectSupport,
  mixedServiceLevels,
  layerMismatch,
  deprecatedApiOnly,
  disputedRequirement,
  malformedResource,
  resourceServiceMismatch,
  resourceTypeMismatch,
  resourceNotSupported,
  resourceCase,
  agencyResourceShape,
  agencyActionMixed,
  agencyWithoutResource,
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
  fullAdministrator,
  privilegeEscalation,
  assumeAnyAgency,
  credentialExposure,
  imageExfiltration,
  serviceAdministrator,
  destructiveWithoutMfa,
  forbiddenAccess,
  requiredCondition,
  serviceNotListed,
] as const satisfies readonly Rule[];

export type RuleId = (typeof rules)[number]['id'];
