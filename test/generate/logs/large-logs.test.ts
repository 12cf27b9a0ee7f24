import { expect, test } from 'vitest';
import { CallCounter } from '../../../src/generate/logs/count-calls.ts';
import { LogReader } from '../../../src/generate/logs/read-log.ts';
import { groupsOfCalls, needsOfLog } from '../../../src/generate/needed-calls.ts';
import { matchContext } from '../match-context.ts';
import { generatedLog, secret } from './generated-log.ts';
import { readCalls } from './read-logs.ts';

const encode = (text: string) => new TextEncoder().encode(text);

test('every call of a generated log is counted, by what it is', () => {
  const context = matchContext();
  const counter = new CallCounter(groupsOfCalls(context));
  const reader = new LogReader(counter);
  let requests = 0;
  let refusals = 0;
  let rest = '';
  const decoder = new TextDecoder();
  for (const piece of generatedLog(4 * 1024 * 1024, 3)) {
    reader.feed(piece);
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    requests += lines.filter((line) => line.includes('API Request URL: ')).length;
    refusals += lines.filter((line) => line.includes('API Response Code: 403')).length;
  }
  expect(reader.end()).toEqual({ kind: 'lines', isCut: false });
  const counted = counter.result();
  const sum = (member: 'count' | 'refused') => counted.calls.reduce((all, call) => all + call[member], 0);
  expect(requests).toBeGreaterThan(100);
  expect({ requests: sum('count'), refusals: sum('refused') }).toEqual({ requests, refusals });
  const needs = needsOfLog(counted, context);
  expect(JSON.stringify(needs)).not.toContain(secret);
  expect([...needs.calls, ...needs.unknown].reduce((all, { count }) => all + count, 0)).toBe(requests);
});

test('of too many different calls it is said how many are left out', () => {
  const lines = Array.from({ length: 10_500 }, (_, at) => `GET /v1/${at.toString(36)}-x/things`);
  const { read } = readCalls(encode(lines.join('\n')));
  expect(read.calls.length).toBe(10_000);
  expect(read.beyond).toBe(500);
});

test('the names of buckets and objects are not kept, however many there are', () => {
  const counter = new CallCounter(groupsOfCalls(matchContext()));
  const reader = new LogReader(counter);
  for (let at = 0; at < 12_000; at++)
    reader.feed(encode(`PUT https://bucket-${at}.obs.eu-de.otc.t-systems.com/reports/${at}.pdf\n`));
  reader.end();
  expect(counter.result().calls).toMatchObject([
    { host: '{bucket}.obs.eu-de.otc.t-systems.com', path: '/{object}', count: 12_000 },
  ]);
});

test('a line without end is not kept, and what follows it is read', () => {
  const reader = new CallCounter();
  const log = new LogReader(reader);
  log.feed(encode('GET /v1/before/things\n'));
  for (let at = 0; at < 40; at++) log.feed(encode('x'.repeat(100_000)));
  log.feed(encode('\nGET /v1/after/things\n'));
  log.end();
  expect(reader.result().calls.map(({ path }) => path)).toEqual(['/v1/before/things', '/v1/after/things']);
});

test.each([
  [
    `curl -X POST -d '${'y'.repeat(1_100_000)}' https://ims.eu-de.otc.t-systems.com/v2/images`,
    'a command that is cut off',
  ],
  [`[DEBUG] API Request URL: GET https://x/${'y/'.repeat(5000)}`, 'an address that is too long'],
  ['[DEBUG] API Request URL: GET ://broken', 'an address that is none'],
  ['[DEBUG] API Request URL: BREW https://x.example/', 'a method that is none'],
  ['REQ: curl -g -i -X GET "$UNKNOWN"', 'a variable for an address'],
])('a call that cannot be read is counted: $1', (line) => {
  const { read } = readCalls(encode(`${line}\n`));
  expect({ calls: read.calls, unreadable: read.unreadable }).toEqual({ calls: [], unreadable: 1 });
});
