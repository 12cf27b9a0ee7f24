import { answerOf, type CallTaker, type LineReader } from './log-form.ts';
import { type Answer, type LoggedCall, loggedCall } from './logged-call.ts';

/** How many calls may wait for their answers; Terraform makes ten at a time. */
const mostOpen = 1000;
const mostAtATime = 64;

/**
 * `[DEBUG] [id] API Request URL: GET https://…` and `[DEBUG] [id] API Response Code: 200` of the huaweicloud provider and its
 * relatives, the same without ids of older ones, and `OpenTelekomCloud Request URL:`. Whatever stands before it (Terraform puts
 * times and the name of the provider there) does not matter, unless it is a JSON text: that is a body.
 */
export function terraformLines(taker: CallTaker): LineReader {
  const byId = new Map<string, LoggedCall>();
  const unnamed = unnamedCalls((call, answer) => taker.call('terraform', call, answer));
  const request = (id: string | undefined, method: string, address: string) => {
    const call = loggedCall(method, address);
    if (call === undefined) {
      taker.unreadable();
      return;
    }
    if (id === undefined) {
      unnamed.request(call);
      return;
    }
    settle(id, 'unknown');
    byId.set(id, call);
    for (const [oldest] of byId) {
      if (byId.size <= mostOpen) break;
      settle(oldest, 'unknown');
    }
  };
  const settle = (id: string, answer: Answer): boolean => {
    const call = byId.get(id);
    if (call === undefined) return false;
    byId.delete(id);
    taker.call('terraform', call, answer);
    return true;
  };
  return {
    line(line) {
      // Cheap to ask, and most lines are neither.
      const isRequest = line.includes(' Request URL: ');
      if (!isRequest && !line.includes(' Response Code: ')) return false;
      const text = messageIn(line);
      const found = isRequest ? requestLine.exec(text) : responseLine.exec(text);
      if (found === null) return false;
      const [, before = '', id, method = '', address = ''] = found;
      if (before.includes('"') || before.includes('{')) return true;
      const named = idOf(id);
      if (isRequest) {
        request(named, method, withoutEnd(address));
      } else {
        const answer = answerOf(Number(method));
        if (named === undefined || !settle(named, answer)) unnamed.response(answer);
      }
      return true;
    },
    end() {
      for (const id of [...byId.keys()]) settle(id, 'unknown');
      unnamed.end();
    },
  };
}

const requestLine =
  /^(.{0,2000}?)(?:\[([\w.-]{1,64})\]\s{1,9})?\b[A-Za-z]{1,40} Request URL: ([A-Za-z]{1,10}) (\S+)/;
const responseLine = /^(.{0,2000}?)(?:\[([\w.-]{1,64})\]\s{1,9})?\b[A-Za-z]{1,40} Response Code: (\d{3})\b/;

/** The id in brackets: not a level, and not one of the newer SDK, which gives a call and its answer different ids ending in 0. */
function idOf(text: string | undefined): string | undefined {
  return text === undefined || /^[A-Z]+$/.test(text) || /-0$/.test(text) ? undefined : text;
}

/** The end of the address where Terraform writes more to the line: `: timestamp=…`, or the end of a text in JSON. */
function withoutEnd(address: string): string {
  return address.replace(/["'`\\].*$/s, '').replace(/[:,]+$/, '');
}

/** The message of a line in JSON, as `TF_LOG=JSON` and container runtimes write it; any other line itself. */
function messageIn(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    for (const member of ['@message', 'message', 'msg', 'log'])
      if (Object.hasOwn(value, member) && typeof value[member] === 'string') return value[member];
  } catch {
    // The line is cut off, or a body.
  }
  return line;
}

/**
 * Calls without ids. Where one alone waits for its answer, the next answer is its own; of several that wait together nothing
 * tells whose the answers are, unless all are the same.
 */
function unnamedCalls(take: (call: LoggedCall, answer: Answer) => void): {
  readonly request: (call: LoggedCall) => void;
  readonly response: (answer: Answer) => void;
  readonly end: () => void;
} {
  const calls: LoggedCall[] = [];
  const answers: Answer[] = [];
  const settle = () => {
    const [first = 'unknown'] = answers;
    const isSame = answers.length === calls.length && answers.every((answer) => answer === first);
    const other = answers.includes('refused') ? 'maybe-refused' : 'unknown';
    for (const call of calls) take(call, isSame ? first : other);
    calls.length = 0;
    answers.length = 0;
  };
  return {
    request(call) {
      calls.push(call);
      if (calls.length > mostAtATime) settle();
    },
    response(answer) {
      // An answer to nothing: the beginning of the log is missing.
      if (calls.length === 0) return;
      answers.push(answer);
      if (answers.length === calls.length) settle();
    },
    end: settle,
  };
}
