import type { CallTally } from '../../model/call-needs.ts';
import { type CallTaker, type LogForm, logForms } from './log-form.ts';
import type { Answer, LoggedCall } from './logged-call.ts';

/** Calls of a log that are the same. */
export interface CountedCall extends LoggedCall, CallTally {
  /** How many of them were sent to another address. */
  readonly redirected: number;
}

/** All calls of a log. */
export interface CountedCalls {
  /** In the order in which they first came. */
  readonly calls: readonly CountedCall[];
  readonly forms: Readonly<Record<LogForm, number>>;
  /** Calls that the log shows and that could not be read. */
  readonly unreadable: number;
  /** Calls that were not kept: there are too many different ones. */
  readonly beyond: number;
}

/** Calls that count as the same. */
export interface CallGroup {
  readonly key: string;
  /** One of them, or what stands for all. */
  readonly call: LoggedCall;
}

/** So many different calls are kept, with so many characters. */
const mostDifferent = 10_000;
const mostCharacters = 4 * 1024 * 1024;

/** Counts the calls of a log in bounded memory. */
export class CallCounter implements CallTaker {
  readonly #calls = new Map<string, Mutable<CountedCall>>();
  readonly #forms = Object.fromEntries(logForms.map((form) => [form, 0])) as Record<LogForm, number>;
  readonly #groupOf: (call: LoggedCall) => CallGroup;
  #characters = 0;
  #unreadable = 0;
  #beyond = 0;

  /** @param groupOf which calls count as the same: unless it is given, those with the same address */
  constructor(groupOf: (call: LoggedCall) => CallGroup = (call) => ({ key: textOfCall(call), call })) {
    this.#groupOf = groupOf;
  }

  call(form: LogForm, call: LoggedCall, answer: Answer): void {
    this.#forms[form] += 1;
    const { key, call: shown } = this.#groupOf(call);
    const known = this.#calls.get(key);
    if (known === undefined && !this.#hasRoom(key)) {
      this.#beyond += 1;
      return;
    }
    const counted = known ?? first(shown);
    if (known === undefined) {
      this.#calls.set(key, counted);
      this.#characters += key.length;
    }
    counted.count += 1;
    if (answer === 'refused') counted.refused += 1;
    if (answer === 'maybe-refused') counted.maybeRefused += 1;
    if (answer === 'redirected') counted.redirected += 1;
  }

  #hasRoom(key: string): boolean {
    return this.#calls.size < mostDifferent && this.#characters + key.length <= mostCharacters;
  }

  unreadable(): void {
    this.#unreadable += 1;
  }

  result(): CountedCalls {
    return {
      calls: [...this.#calls.values()],
      forms: this.#forms,
      unreadable: this.#unreadable,
      beyond: this.#beyond,
    };
  }
}

type Mutable<Value> = { -readonly [Member in keyof Value]: Value[Member] };

function first({ method, host, path }: LoggedCall): Mutable<CountedCall> {
  return {
    method,
    ...(host === undefined ? {} : { host }),
    path,
    count: 0,
    refused: 0,
    maybeRefused: 0,
    redirected: 0,
  };
}

/** Method and address in one text. */
export function textOfCall({ method, host, path }: LoggedCall): string {
  return `${method} ${host === undefined ? '' : `https://${host}`}${path}`;
}
