import { answerOf, type CallTaker, type LineReader } from './log-form.ts';
import { type LoggedCall, loggedCall } from './logged-call.ts';
import { openCall } from './open-call.ts';

const method = '(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)';
/** `GET https://…`, in a list too, after a time, as the first line of a request, and with a status after it. */
const wholeLine = new RegExp(
  `^\\s*(?:[-*>]\\s+|\\d+[.)]\\s+|[\\dT:.,+Z/-]{6,40}\\s+){0,3}["'\`]?${method}:?\\s+(https?://[^\\s"'\`]+|/[^\\s"'\`]*)["'\`]?(\\s+HTTP/[\\d.]+)?["'\`]?(?:\\s+(?:->|=>|:|-)?\\s*\\[?(\\d{3})\\]?)?\\s*$`,
);
/** What HTTP libraries and SDKs print: `https://host:443 "GET /… HTTP/1.1" 200`, `"GET https://… HTTP/1.1" 200`. */
const accessLine = new RegExp(
  `(?:\\b(https?://[^\\s/"]+)\\s+)?"${method}\\s+(https?://[^\\s"]+|/[^\\s"]*)\\s+HTTP/[\\d.]+"\\s+(\\d{3})\\b`,
);

/** Lines of a method and an address, and the requests and answers that HTTP libraries print. */
export function plainLines(taker: CallTaker): LineReader {
  const open = openCall('plain', taker);
  // The first lines of a request name its host in a header.
  const request: { call?: LoggedCall; lines: number } = { lines: 0 };
  const begin = () => {
    if (request.call !== undefined) open.begin(request.call);
    delete request.call;
  };
  const take = (call: LoggedCall | undefined, status: string | undefined) => {
    begin();
    if (call === undefined) {
      taker.unreadable();
      return;
    }
    open.begin(call);
    if (status === undefined) return;
    open.answer(answerOf(Number(status)));
    open.end();
  };
  const line = (text: string): boolean => {
    const whole = wholeLine.exec(text);
    if (whole !== null) {
      const [, word = '', address = '', version, status] = whole;
      const call = loggedCall(word, address);
      if (version === undefined || status !== undefined || call === undefined || call.host !== undefined) {
        take(call, status);
        return true;
      }
      begin();
      open.end();
      request.call = call;
      request.lines = 0;
      return true;
    }
    if (request.call !== undefined) {
      const [, host] = /^\s*(?:> )?host: ?([\w.:-]{1,255})\s*$/i.exec(text) ?? [];
      if (host !== undefined)
        request.call = loggedCall(request.call.method, `https://${host}${request.call.path}`) ?? request.call;
      request.lines += 1;
      if (host !== undefined || request.lines > mostHeaders) begin();
      if (host !== undefined) return true;
    }
    const access = text.includes(' HTTP/') ? accessLine.exec(text) : null;
    if (access !== null) {
      const [, base, word = '', target = '', status] = access;
      if (base === undefined && target.startsWith('/')) return false;
      take(loggedCall(word, target.startsWith('/') ? `${base ?? ''}${target}` : target), status);
      return true;
    }
    const [, status] = /^\s*(?:< )?HTTP\/[\d.]+ (\d{3})\b/.exec(text) ?? [];
    if (status === undefined) return false;
    begin();
    if (open.isOpen) open.answer(answerOf(Number(status)));
    return true;
  };
  return {
    line: (text, isCut) => !isCut && text.length <= longestLine && line(text),
    end() {
      begin();
      open.end();
    },
  };
}

const longestLine = 16 * 1024;
const mostHeaders = 50;
