import type { ApiMethod } from './claim.ts';

/**
 * What a text says that a cloud or a tool printed, or a call that is written out. Nothing else of the text is kept: it may
 * contain tokens.
 */
export interface Refusal {
  readonly kind: RefusalKind;
  /** The actions that it names, as printed, each once. */
  readonly actions: readonly string[];
  /** Names in the place of an action that no policy can name: rules of OpenStack's own. */
  readonly rules: readonly string[];
  /** The call that was refused, if the text has one. */
  readonly call?: RefusedCall;
  /** The path that was called, where the text has its URL and not its method. */
  readonly path?: string;
  /** The text says that a Deny refuses it, which no further Allow removes. */
  readonly byDeny?: true;
  /** The error code, such as `EVS.0003`. */
  readonly code?: string;
  /** The HTTP status, as far as it is printed. */
  readonly status?: number;
  /** The code of the service that answered, where only the form of the text tells. */
  readonly service?: string;
}

/**
 * `refused`: permission is missing. `not-registered`: a policy was refused for an action that it contains. `credentials`:
 * whoever called was not recognised. `quota`: a limit was reached. `call`: nothing says that the call was refused.
 */
export type RefusalKind = 'refused' | 'not-registered' | 'credentials' | 'quota' | 'call';

/** A call, without user information, query, headers and body. */
export interface RefusedCall {
  readonly method: ApiMethod;
  readonly path: string;
  readonly host?: string;
}
