import type { ApiDecision } from '../../decide/decide-api.ts';
import type { Obstacle } from '../../decide/suggest.ts';
import type { TracedStatement as Traced } from '../../decide/trace.ts';
import type {
  AnswerAction,
  AnswerObstacle,
  AnswerPlace,
  AnswerReason,
  AnswerRow,
  ReportSummary,
  TracedStatement,
} from '../../model/answer.ts';
import type { ActionDecision, Deciding, DecisionKind, Reason } from '../../model/decision.ts';
import { firstFew, othersMember } from '../../model/first-few.ts';
import { namedPlace } from '../../model/grant.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { createLocator, pointerOf } from '../../policy/region-of.ts';

/** Turns decisions into answers: places get lines and columns, from the texts of the files. */
interface AnswerMaker {
  row(decision: ApiDecision): AnswerRow;
  action(decision: ActionDecision): AnswerAction;
  traced(statement: Traced): TracedStatement;
  obstacle(obstacle: Obstacle): AnswerObstacle;
  reason(reason: Reason): AnswerReason;
}

/** Where statements are in the texts of files. Positions are worked out only for what is asked about, and once each. */
export function placesIn(files: readonly PolicyFile[]): (deciding: Deciding) => AnswerPlace {
  const texts = files.flatMap((file) => [
    file,
    ...file.policies.flatMap(({ meanings = [] }) => meanings.map((meaning) => meaning.file)),
  ]);
  const locators = new Map(texts.map(({ file, text, form }) => [file, createLocator(text, form?.spanOf)]));
  const known = new Map<Deciding, AnswerPlace>();
  return (deciding) => {
    const before = known.get(deciding);
    if (before) return before;
    const { file, path, effect } = deciding;
    const region = locators.get(file)?.regionOf(path);
    const { line, column } = region ?? { line: 1, column: 1 };
    const found = { file, pointer: pointerOf(path), line, column, effect };
    known.set(deciding, found);
    return found;
  };
}

/** Positions are worked out only for what is shown, and once each. */
export function answerMaker(files: readonly PolicyFile[]): AnswerMaker {
  const place = placesIn(files);
  const places = (by: readonly Deciding[]) => {
    const { few, others } = firstFew(by);
    return { by: few.map(place), ...(others === 0 ? {} : { byOthers: others }) };
  };
  const reason = ({ kind, message, actions, useCase, residue, by, others = 0 }: Reason): AnswerReason => ({
    kind,
    message,
    ...(actions ? { actions } : {}),
    ...(useCase === undefined ? {} : { useCase }),
    ...(residue ? { residue } : {}),
    ...(by ? places(by) : {}),
    ...othersMember(others),
  });

  return {
    reason,
    row({ entry, decision, useCases, requirements, reasons, notes }) {
      const { cloud, service, method, path, operation, title, titleBy, deprecated } = entry;
      return {
        cloud,
        service,
        method,
        path,
        ...(operation === undefined ? {} : { operation }),
        title,
        ...(titleBy === undefined ? {} : { titleBy }),
        deprecated,
        decision,
        ...(useCases ? { useCases } : {}),
        requirements: requirements.map((requirement) => ({
          action: requirement.action,
          ...(requirement.anyOf === undefined ? {} : { anyOf: requirement.anyOf }),
          kind: requirement.kind,
          ...(requirement.when === undefined ? {} : { when: requirement.when }),
          decision: requirement.decision,
          ...places(requirement.by),
        })),
        reasons: reasons.map(reason),
        ...(notes.length > 0 ? { notes } : {}),
      };
    },
    traced: ({ deciding, place: granted, action, applies, because }) => {
      const named = namedPlace(granted);
      return {
        by: place(deciding),
        granted: granted.kind,
        ...(named === undefined ? {} : { place: named }),
        action,
        applies,
        because,
      };
    },
    obstacle: ({ message, by }) => ({ message, ...(by ? places(by) : {}) }),
    action: ({ action, decision, by, reasons }) => ({
      action,
      decision,
      ...places(by),
      reasons: reasons.map(reason),
    }),
  };
}

const summaryKey = {
  allowed: 'allowed',
  conditional: 'conditional',
  'not-allowed': 'notAllowed',
  denied: 'denied',
  ungoverned: 'ungoverned',
} as const satisfies Record<DecisionKind, keyof ReportSummary>;

/** How many APIs have each decision. */
export function summarise(rows: readonly AnswerRow[]): ReportSummary {
  const summary = { allowed: 0, conditional: 0, notAllowed: 0, denied: 0, ungoverned: 0 };
  for (const { decision } of rows) summary[summaryKey[decision]]++;
  return summary;
}
