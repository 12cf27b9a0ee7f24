import type { Answer, LoggedCall } from './logged-call.ts';

/** In what a log writes calls. */
export const logForms = ['terraform', 'openstack', 'curl', 'har', 'plain'] as const;
export type LogForm = (typeof logForms)[number];

/** Takes what a reader finds. */
export interface CallTaker {
  /** A call, once it is known what the cloud answered. */
  call(form: LogForm, call: LoggedCall, answer: Answer): void;
  /** A call that the log shows and that cannot be read: an address that is none, or a line that is cut off. */
  unreadable(): void;
}

/** Reads the calls of one form out of lines. */
export interface LineReader {
  /**
   * @param line without the end of line and colours
   * @param isCut there is more of it than is read
   * @returns whether the line is of the form, so that no other reader has to see it
   */
  line(line: string, isCut: boolean): boolean;
  /** A line of another form came: what goes on over several lines has ended. */
  interrupt?(): void;
  /** The log has no more lines. */
  end(): void;
}

/** What an HTTP status says of a call. */
export function answerOf(status: number): Answer {
  if (status === 403) return 'refused';
  return status >= 300 && status < 400 && status !== 304 ? 'redirected' : 'answered';
}
