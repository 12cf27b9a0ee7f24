import type { CallTaker, LogForm } from './log-form.ts';
import type { Answer, LoggedCall } from './logged-call.ts';

/** The last call that a client made, which waits for its answer. Clients that print no ids make one call after the other. */
export interface OpenCall {
  readonly isOpen: boolean;
  /** No answer has come yet. */
  readonly isWaiting: boolean;
  /** Another call: the one before it gets no answer any more. */
  begin(call: LoggedCall): void;
  /** The answer; of several (a proxy answers first, a redirection is followed) the last one counts. */
  answer(answer: Answer): void;
  end(): void;
}

export function openCall(form: LogForm, taker: CallTaker): OpenCall {
  const open: { call?: LoggedCall; answer: Answer } = { answer: 'unknown' };
  const end = () => {
    if (open.call !== undefined) taker.call(form, open.call, open.answer);
    delete open.call;
    open.answer = 'unknown';
  };
  return {
    get isOpen() {
      return open.call !== undefined;
    },
    get isWaiting() {
      return open.call !== undefined && open.answer === 'unknown';
    },
    begin(call) {
      end();
      open.call = call;
    },
    answer(answer) {
      open.answer = answer;
    },
    end,
  };
}
