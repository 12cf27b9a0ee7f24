import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CallsRead, readLogCalls, readPlanCalls } from '../../src/cli/files/read-calls.ts';
import { nodeIo } from '../../src/cli/node-io.ts';
import { unknownCallWords, unknownTypeWords } from '../../src/reporters/call-words.ts';
import { fakeIo } from '../support/fake-io.ts';
import { matchContext } from './match-context.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

function log(text: string | Uint8Array): CallsRead {
  return readLogCalls('x.log', matchContext(), fakeIo({ 'x.log': text }));
}

function plan(text: string | Uint8Array): CallsRead {
  return readPlanCalls('plan.json', matchContext(), fakeIo({ 'plan.json': text }));
}

/** All that is ever shown: what is needed, in words too, and the notes. */
function shown({ needs, notes }: CallsRead): string {
  return JSON.stringify([
    needs,
    notes,
    needs.unknown.map(unknownCallWords),
    needs.unknownTypes.map(unknownTypeWords),
  ]);
}

describe('every log and plan', () => {
  test.each(readdirSync(join(fixtures, 'logs')).filter((name) => /\.(?:log|har)$/.test(name)))(
    '%s: no secret in what is needed, in words or notes',
    (name) => {
      const read = log(readFileSync(join(fixtures, 'logs', name)));
      expect(read.needs.calls.length).toBeGreaterThan(0);
      expect(shown(read).toLowerCase()).not.toContain('s3cr3t');
    },
  );

  test('a plan', () => {
    const read = plan(readFileSync(join(fixtures, 'plans', 'infrastructure.json')));
    expect(shown(read)).not.toContain('S3CR3T');
  });
});

describe('what is said besides', () => {
  test('of tokens, refusals and what the log does not show', () => {
    const { notes, needs, isIncomplete } = log(
      readFileSync(join(fixtures, 'logs', 'terraform-otc-windows.log')),
    );
    expect(notes).toEqual([
      "1 call in `x.log` got credentials, which needs no action unless they are an agency's: add `iam:tokens:assume` then",
    ]);
    expect(needs.signIns).toBe(1);
    expect(isIncomplete).toBe(false);
  });

  test('of a HAR document that is cut off, and of calls that cannot be read', () => {
    const har = readFileSync(join(fixtures, 'logs', 'console.har'), 'utf8');
    expect(log(har.slice(0, -20))).toMatchObject({
      notes: expect.arrayContaining(['`x.log` is not a whole HAR document: calls may be missing']),
      isIncomplete: true,
    });
    expect(log('GET /v2/cloudimages\n[DEBUG] API Request URL: GET ://S3CR3T\n')).toMatchObject({
      notes: ['1 call in `x.log` could not be read: the address is cut off or is not a URL'],
      isIncomplete: true,
    });
  });

  test('of calls that need no permission nothing is asked for', () => {
    const { needs } = log('GET https://iam.eu-de.otc.t-systems.com/v3\nOPTIONS https://x.example/v1\n');
    expect(needs).toMatchObject({ calls: [], unknown: [], free: 2 });
  });

  test('who was only sent elsewhere needs nothing there', () => {
    const { needs } = log('GET https://vpc.eu-de.otc.t-systems.com/v9/x 301\n');
    expect(needs.unknown).toEqual([]);
    expect(log('GET https://vpc.eu-de.otc.t-systems.com/v9/x 404\n').needs.unknown.length).toBe(1);
  });
});

describe('an unknown call is told', () => {
  test.each([
    [
      'GET https://ims.eu-de.otc.t-systems.com/v2/cloudimagez 403',
      {
        text: 'GET https://ims.eu-de.otc.t-systems.com/v2/cloudimagez',
        because:
          'it is not a documented API of `ims` (called once, refused once); near it: `GET /v2/cloudimages`',
      },
    ],
    [
      'GET https://registry.example.com/v1/x',
      {
        text: 'GET https://registry.example.com/',
        because: 'it is not a known host of either cloud (called once)',
      },
    ],
    [
      'PUT https://b.obs.eu-de.otc.t-systems.com/a/b',
      {
        text: 'PUT https://{bucket}.obs.eu-de.otc.t-systems.com/{object}',
        because: 'its query tells what it does, and queries are not read (called once)',
      },
    ],
    [
      'GET https://cbh.cn-north-4.myhuaweicloud.com/v1/x',
      {
        text: 'GET https://cbh.cn-north-4.myhuaweicloud.com/v1/x',
        because: 'the catalogue does not cover `cbh` (called once)',
      },
    ],
  ])('%j', (line, words) => {
    const { needs } = log(`${line}\nGET /v2/cloudimages\n`);
    expect(needs.unknown.map(unknownCallWords)).toEqual([words]);
  });
});

/** The message of what is thrown. */
function failure(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return error instanceof Error && error.name === 'UsageError'
      ? error.message
      : `not ours: ${String(error)}`;
  }
  return 'nothing';
}

describe('what holds no call is said, and nothing of it', () => {
  test.each([
    ['an empty log', () => log('')],
    ['a text', () => log('S3CR3T: the password is S3CR3T\n')],
    ['a HAR document without entries', () => log('{"log": {"version": "S3CR3T", "entries": []}}')],
    ['a log with a broken call only', () => log('[DEBUG] API Request URL: GET ://S3CR3T\n')],
    ['bytes', () => log(Uint8Array.from([0, 255, 1, 2]))],
  ])('%s', (_, read) => {
    expect(failure(read)).toMatch(/^no call was found in `x\.log`: /);
    expect(failure(read)).not.toContain('S3CR3T');
  });

  test.each([
    ['a text', 'S3CR3T', /is not a plan of Terraform as JSON: write one with `terraform show -json/],
    ['another JSON', '{"S3CR3T": 1}', /is not a plan of Terraform as JSON/],
    ['a plan that is cut off', '{"resource_changes": [{"address": "S3CR3T", S3CR3T', /it is not whole JSON$/],
    ['a plan of nothing', '{"resource_changes": []}', /speaks of no resource$/],
    [
      'a state',
      '{"version": 4, "terraform_version": "1", "lineage": "S3CR3T", "resources": []}',
      /is a state/,
    ],
    ['a plan as Terraform keeps it', 'PK\u0003\u0004S3CR3T', /is a plan in Terraform's own form/],
  ])('%s for a plan', (_, text, message) => {
    expect(failure(() => plan(text))).toMatch(message);
    expect(failure(() => plan(text))).not.toContain('S3CR3T');
  });

  test('a file that is not there, and a folder', () => {
    const io = fakeIo({ 'logs/a.log': '' });
    for (const read of [readLogCalls, readPlanCalls]) {
      expect(failure(() => read('missing', matchContext(), io))).toBe(
        '`missing` cannot be read: there is no such file',
      );
      expect(failure(() => read('logs', matchContext(), io))).toBe('`logs` is a folder: name a file');
    }
  });
});

test('standard input is read as a file is', () => {
  const io = fakeIo({}, 'GET /v2/cloudimages\n');
  expect(readLogCalls('-', matchContext(), io).needs.calls.length).toBe(1);
});

test('progress is shown on a terminal alone, for what takes a while', () => {
  const bytes = new TextEncoder().encode(`GET /v2/cloudimages\n${'x'.repeat(12 * 1024 * 1024)}`);
  const run = (progress: boolean, size = bytes.length) => {
    const io = { ...fakeIo({ 'x.log': bytes.subarray(0, size) }), progress };
    readLogCalls('x.log', matchContext(), io);
    return io.stderr();
  };
  expect(run(true).replaceAll('\r\u001b[K', '|')).toBe('|read 8 of 12 MiB|');
  expect(run(false)).toBe('');
  expect(run(true, 1000)).toBe('');
});

test('a file of several pieces is read as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iamscope-calls-'));
  try {
    const resources = Array.from({ length: 3000 }, (_, at) => ({
      address: `huaweicloud_vpc.x[${at}]`,
      mode: 'managed',
      type: 'huaweicloud_vpc',
      change: { actions: ['create'], before: null, after: { name: `größe-${at}` } },
    }));
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify({ format_version: '1.2', resource_changes: resources }));
    const io = nodeIo(join(import.meta.dirname, '..', '..', 'dist', 'data'));
    const { needs } = readPlanCalls(file, matchContext(), io);
    expect(needs.calls.map(({ count }) => count)).toContain(3000);
    expect(failure(() => readLogCalls(file, matchContext(), io))).toMatch(/^no call was found in /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that is called a HAR document is read as one, however it begins', () => {
  const har = JSON.stringify({
    $comment: 'S3CR3T',
    log: {
      entries: [{ request: { method: 'GET', url: 'https://ims.eu-de.otc.t-systems.com/v2/cloudimages' } }],
    },
  });
  expect(readLogCalls('a.har', matchContext(), fakeIo({ 'a.har': har })).needs.calls.length).toBe(1);
  expect(failure(() => readLogCalls('a.har', matchContext(), fakeIo({ 'a.har': 'S3CR3T' })))).toBe(
    'no call was found in `a.har`: the HAR document has no entries with a method and a URL; `a.har` is not a whole HAR document: calls may be missing',
  );
});

test('of operations that only the body tells apart it is said that all are granted', () => {
  const { notes } = log(
    'POST https://ecs.cn-north-4.myhuaweicloud.com/v1/0f1e2d3c4b5a69788796a5b4c3d2e1f0/cloudservers/action\n',
  );
  expect(notes).toEqual([
    'only the body tells which operation of `POST /v1/{project_id}/cloudservers/action` is called: all of them are granted',
  ]);
});
