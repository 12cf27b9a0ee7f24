import { curlCall } from '../../refusals/curl-call.ts';
import { callOfCurl } from './curl-lines.ts';
import { answerOf, type CallTaker, type LineReader } from './log-form.ts';
import { openCall } from './open-call.ts';

/** `REQ: curl -g -i -X GET https://…` and `RESP: [200] …`, as clients of OpenStack print them with `--debug`. */
export function openstackLines(taker: CallTaker): LineReader {
  const open = openCall('openstack', taker);
  return {
    line(line) {
      const [, before = '', curl] = /^(.{0,500}?)\bREQ: (curl\s.*)$/s.exec(line) ?? [];
      if (curl !== undefined && !/["{]/.test(before)) {
        const read = curlCall(curl);
        const call = read && callOfCurl(read);
        if (call === undefined) taker.unreadable();
        else open.begin(call);
        return true;
      }
      const [, status] = /^[^"{]{0,500}?\bRESP: \[(\d{3})\]/.exec(line) ?? [];
      if (status !== undefined) open.answer(answerOf(Number(status)));
      // What the HTTP library prints between them is the same call.
      return status !== undefined || (open.isWaiting && / "[A-Z]+ \S+ HTTP\/[\d.]+" \d{3}\b/.test(line));
    },
    end: open.end,
  };
}
