import { type ActionFault, type ActionPattern, readAction } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { DocumentPath } from '../../model/policy.ts';
import { lacksResourceType } from '../known-actions.ts';
import { meantAction } from '../meant-action.ts';
import { identityActions } from '../policy-actions.ts';
import { isTemplate } from '../policy-resources.ts';
import { defineRule, type ProposedFix } from '../rule.ts';

export const malformedAction = defineRule({
  id: 'malformed-action',
  group: 'action',
  severity: 'error',
  summary: 'an action that is not of the form `service:resourceType:operation`',
  rationale:
    'Actions of Version 1.1 have three segments of letters, digits, `_`, `.` and `-`, with `*` for all or part of the last two. A few have an empty resource type (`rms::tagResource`), which is an error only where the service documents the operation for resource types and no action without one. No source says what becomes of anything else, so it grants nothing for sure. White space is never documented as trimmed. In identity policies 5.0 wildcards may be anywhere, and `*` alone is every action; three segments there are too.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    }
  ]
}`,
  },
  concernsAction: ({ reading, pattern }) => !reading.ok || pattern?.segments[1] === '',
  *check({ policy, catalogue, facts }) {
    for (const { text, path } of identityActions(policy)) {
      const fault = identityFault(text);
      if (fault === undefined) continue;
      yield {
        message: `${text === '' ? 'an action' : inBackticks(text)} ${complaint(text, fault)}`,
        at: { path },
        help: shapeHelp(text, fault, catalogue),
        ...fixFor(text, path),
      };
    }
    for (const { text, path, reading } of facts.actions) {
      const fault = reading.ok ? emptyTypeIn(reading.pattern, catalogue) : reading.fault;
      if (fault === undefined || !isMalformed(fault)) continue;
      yield {
        message: `${text === '' ? 'an action' : inBackticks(text)} ${complaint(text, fault)}`,
        at: { path },
        help: helpFor(text, fault, catalogue),
        ...fixFor(text, path),
      };
    }
  },
});

/**
 * What is wrong with an action of an identity policy 5.0: wildcards may be anywhere in it, `*` alone is every action, and a few
 * actions of STS have no resource type.
 */
function identityFault(text: string): Malformation | undefined {
  if (text === '*' || isTemplate(text)) return undefined;
  if (/\s/u.test(text)) return 'white-space';
  const [service, , operation, ...rest] = text.split(':');
  if (operation === undefined || rest.length > 0) return 'segments';
  if (service === '' || operation === '') return 'empty-segment';
  return /^[A-Za-z0-9_.*?:-]+$/.test(text) ? undefined : 'character';
}

/** A few actions of Version 1.1 have no resource type; where the service has none of them, it was forgotten. */
function emptyTypeIn(pattern: ActionPattern, catalogue: Catalogue): Malformation | undefined {
  return lacksResourceType(catalogue, pattern) ? 'empty-segment' : undefined;
}

/** White space around an action is nothing that anybody can have meant; inside of one it may stand for something. */
function fixFor(text: string, path: DocumentPath): { readonly fix?: ProposedFix } {
  const trimmed = text.trim();
  if (trimmed === text || !readAction(trimmed).ok) return {};
  return {
    fix: {
      safe: false,
      description: 'remove the white space',
      changes: [{ kind: 'replace', path, value: trimmed }],
    },
  };
}

/** Wildcards that are not documented have rules of their own. */
type Malformation = Exclude<ActionFault, 'question-mark' | 'partial-service-wildcard'>;

function isMalformed(fault: ActionFault): fault is Malformation {
  return fault !== 'question-mark' && fault !== 'partial-service-wildcard';
}

function complaint(text: string, fault: Malformation): string {
  switch (fault) {
    case 'white-space':
      return 'has white space, which no action has';
    case 'segments': {
      if (text === '') return 'is empty';
      const count = text.split(':').length;
      return `has ${count === 1 ? 'one segment' : `${count} segments`}, but actions have three`;
    }
    case 'empty-segment':
      return 'has an empty segment';
    case 'character':
      return `has ${inBackticks(foreignCharacter(text))}, a character that no action has`;
  }
}

function helpFor(text: string, fault: Malformation, catalogue: Catalogue): string {
  const meant = meantAction(text, catalogue);
  if (meant !== undefined)
    return meant.sure ? `write ${inBackticks(meant.text)}` : `did you mean ${inBackticks(meant.text)}?`;
  return shapeHelp(text, fault, catalogue);
}

function shapeHelp(text: string, fault: Malformation, catalogue: Catalogue): string {
  if (/[,;、，；]/.test(text)) return 'write each action as a string of its own';
  switch (fault) {
    case 'white-space':
      return text
        .trim()
        .split(/\s+/u)
        .filter((word) => word.includes(':')).length > 1
        ? 'write each action as a string of its own'
        : 'write it as `service:resourceType:operation`';
    case 'segments': {
      if (text === '*') return 'write `*:*:*` for every action';
      const completed = completedAction(text, catalogue);
      return completed === undefined
        ? 'write it as `service:resourceType:operation`'
        : `write it as \`service:resourceType:operation\`, or ${inBackticks(completed)} for all operations`;
    }
    case 'empty-segment':
      return 'write it as `service:resourceType:operation`, with `*` for all';
    case 'character':
      return 'write it with letters, digits, `_`, `.`, `-` and `*` only';
  }
}

/**
 * Two segments with a `*` for the third, where it can match something: what is documented would have been the guess. A code
 * that the catalogue does not know may be one of another cloud, such as `s3`.
 */
function completedAction(text: string, catalogue: Catalogue): string | undefined {
  if (/^[\w-]+:\*$/.test(text)) return `${text}:*`;
  const code = /^([\w-]+):[\w-]+$/.exec(text)?.[1];
  if (code === undefined) return undefined;
  const service = catalogue.service(code)?.code;
  return service === undefined || catalogue.coverage(service, 'any') === 'full' ? undefined : `${text}:*`;
}

function foreignCharacter(text: string): string {
  return [...text].find((char) => !/[A-Za-z0-9_.*:-]/.test(char)) ?? '';
}
