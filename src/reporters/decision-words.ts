import type { DecisionKind } from '../model/decision.ts';
import type { Colours } from './colours.ts';

/** Whether a decision is one of the two refusals. */
export function isRefused(decision: DecisionKind): boolean {
  return decision === 'not-allowed' || decision === 'denied';
}

/** A decision in its colour, padded to `width` before colouring. */
export function colouredDecision(decision: DecisionKind, colours: Colours, width = 0): string {
  const text = decision.padEnd(width);
  switch (decision) {
    case 'allowed':
      return colours.green(text);
    case 'conditional':
      return colours.yellow(text);
    case 'not-allowed':
      return colours.red(text);
    case 'denied':
      return colours.bold(colours.red(text));
    case 'ungoverned':
      return colours.dim(text);
  }
}

/** Width of the longest decision. */
export const decisionWidth = 'conditional'.length;
