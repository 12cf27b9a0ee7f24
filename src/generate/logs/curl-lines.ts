import { type CurlCall, callsCurl, curlCalls } from '../../refusals/curl-call.ts';
import { type OpenCommand, openAfterLine } from '../../refusals/shell-words.ts';
import { answerOf, type CallTaker, type LineReader } from './log-form.ts';
import { type LoggedCall, loggedCall } from './logged-call.ts';
import { openCall } from './open-call.ts';

/** No command is longer: what goes on beyond it is a quote that is never closed. */
const longestCommand = 256 * 1024;

/** Calls of curl as somebody typed them, over several lines too, with the status that `-i` or `-v` prints after them. */
export function curlLines(taker: CallTaker): LineReader {
  const open = openCall('curl', taker);
  const command: { text: string; open: OpenCommand } = { text: '', open: 'complete' };
  const finish = () => {
    if (command.text === '') return;
    for (const read of curlCalls(command.text)) {
      const call = read && callOfCurl(read);
      if (call === undefined) taker.unreadable();
      else open.begin(call);
    }
    command.text = '';
    command.open = 'complete';
  };
  const add = (line: string) => {
    command.text += `${line}\n`;
    command.open = openAfterLine(line, command.open);
    if (command.open === 'complete' || command.text.length > longestCommand) finish();
  };
  return {
    line(line, isCut) {
      const isCurl = line.includes('curl') && callsCurl(`${line}\n`);
      if (isCurl) finish();
      if (isCurl || command.text !== '') {
        add(line);
        if (isCut) finish();
        return true;
      }
      const [, status] = (open.isOpen && /^\s*(?:< )?HTTP\/[\d.]+ (\d{3})\b/.exec(line)) || [];
      if (status !== undefined) open.answer(answerOf(Number(status)));
      // What `-v` prints of the request that was made.
      return status !== undefined || (open.isOpen && line.startsWith('> '));
    },
    interrupt: finish,
    end() {
      finish();
      open.end();
    },
  };
}

/** The call that a command makes. Its address may lack the scheme, and a variable may stand for the host. */
export function callOfCurl({ method, address }: CurlCall): LoggedCall | undefined {
  return loggedCall(method, /^(?:https?:\/\/|\/)/i.test(address) ? address : `https://${address}`);
}
