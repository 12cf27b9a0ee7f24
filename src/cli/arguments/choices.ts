import {
  type Cloud,
  type CloudChoice,
  cloudChoices,
  clouds,
  type GrantScope,
  grantScopes,
} from '../../model/cloud.ts';
import type { Call } from './parse-arguments.ts';

/** The value of a string option, if given or defaulted. */
export function textOption(call: Call, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every value of an option that may be repeated, in the order given. */
export function listOption(call: Call, name: string): readonly string[] {
  const value = call.values[name];
  return typeof value === 'object' ? value : [];
}

/** The name of standard input where the call gives it none. */
export const unnamedStdin = '<stdin>';

/** The name of standard input. */
export function stdinName(call: Call): string {
  return textOption(call, 'stdin-filename') ?? unnamedStdin;
}

/** The cloud asked about. The option table has checked the value. */
export function cloudChoice(call: Call): CloudChoice {
  return cloudChoices.find((choice) => choice === call.values.cloud) ?? 'any';
}

export function grantScope(call: Call): GrantScope {
  return grantScopes.find((choice) => choice === call.values.scope) ?? 'project';
}

/** The clouds that a choice stands for. */
export function cloudsOf(choice: CloudChoice): readonly Cloud[] {
  return choice === 'any' ? clouds : [choice];
}
