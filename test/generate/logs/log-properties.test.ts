import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loggedCall } from '../../../src/generate/logs/logged-call.ts';
import { httpMethods } from '../../../src/model/claim.ts';
import { propertyRuns, propertyTimeout } from '../../support/runs.ts';
import { readCalls } from './read-logs.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'logs');
const logs = readdirSync(folder)
  .filter((name) => /\.(?:log|har)$/.test(name))
  .map((name) => readFileSync(join(folder, name)));
const encode = (text: string) => new TextEncoder().encode(text);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });

test(
  'pieces of any size give the same calls',
  () => {
    const wholes = logs.map((bytes) => readCalls(bytes));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: logs.length - 1 }), sizes, (at, pieces) => {
        expect(readCalls(logs[at] ?? encode(''), pieces)).toEqual(wholes[at]);
      }),
      { numRuns: Math.ceil(propertyRuns / 20) },
    );
  },
  propertyTimeout,
);

/** Letters as tokens, keys and passwords have them. */
const secret = fc
  .tuple(fc.constantFrom('gAAAA', 'AKIA', 'eyJ', 'p'), fc.stringMatching(/^[A-Za-z0-9+/=_.~-]{12,60}$/))
  .map(([start, rest]) => `zZ${start}${rest}`);

/** A log of each form, with the secret in every place that has nothing to do with method, host and path. */
const forms: readonly ((secret: string) => string)[] = [
  (s) =>
    [
      `[DEBUG] [1-1] API Request URL: GET https://${s.replaceAll('/', '')}:${s.replaceAll('/', '')}@ecs.eu-de.otc.t-systems.com/v1/p/x?a=${s}#${s}`,
      'API Request Headers:',
      `X-Auth-Token: ${s}`,
      `[DEBUG] [1-1] API Request Body: {"a": "${s}", "b": "[DEBUG] [1-2] API Request URL: PUT https://x/${s}"}`,
      '[DEBUG] [1-1] API Response Code: 403',
      `[DEBUG] [1-1] API Response Body: ${s}`,
      `[DEBUG] [1-3] API Request URL: GET ://${s}`,
      `[DEBUG] [1-4] API Request URL: ${s.replaceAll(/[^A-Z]/gi, '')} https://x/`,
    ].join('\n'),
  (s) =>
    [
      `{"@level":"debug","@message":"[DEBUG] API Request URL: GET https://x.eu-de.otc.t-systems.com/v1?k=${s}","@module":"${s}","t":"${s}"}`,
      `{"@level":"debug","@message":"[DEBUG] API Request URL: GET https://x.eu-de.otc.t-systems.com/v1?k=${s}`,
    ].join('\n'),
  (s) =>
    [
      `REQ: curl -g -i -X GET "https://ecs.eu-de.otc.t-systems.com/v2.1/servers?n=${s}" -H "X-Auth-Token: ${s}" -d '{"p": "${s}"}'`,
      `RESP: [403] X-Subject-Token: ${s}`,
      `RESP BODY: {"token": "${s}"}`,
    ].join('\n'),
  (s) =>
    [
      `$ curl -X POST -u '${s}:${s}' --oauth2-bearer ${s} -H 'X-Auth-Token: ${s}' -b 'c=${s}' https://ecs.eu-de.otc.t-systems.com/v1/p/y?${s} -d '{`,
      `  "password": "${s}"`,
      `}' --data-urlencode "x=${s}" # ${s}`,
      `curl --url https://${encodeURIComponent(s)}@ecs.eu-de.otc.t-systems.com/v1;${s}/p`,
      '< HTTP/1.1 403 Forbidden',
      `< X-Subject-Token: ${s}`,
    ].join('\n'),
  (s) =>
    [
      `GET https://ims.eu-de.otc.t-systems.com/v2/images?${s} -> 403`,
      `POST /v2/images;t=${s} HTTP/1.1`,
      'Host: ims.eu-de.otc.t-systems.com',
      `Authorization: ${s}`,
      '',
      `{"x": "${s}"}`,
      `"GET https://ims.eu-de.otc.t-systems.com/v2/x?q=${s} HTTP/1.1" 200 ${s}`,
    ].join('\n'),
  (s) =>
    JSON.stringify({
      log: {
        comment: s,
        creator: { name: s },
        entries: [
          {
            pageref: s,
            request: {
              method: 'POST',
              url: `https://u:${encodeURIComponent(s)}@ecs.eu-de.otc.t-systems.com/v1/p/x?t=${s}`,
              headers: [{ name: 'Authorization', value: s }],
              cookies: [{ name: s, value: s }],
              queryString: [{ name: 't', value: s }],
              postData: { text: s, params: [{ url: s, method: s }] },
            },
            response: { status: 403, statusText: s, content: { text: s }, redirectURL: s },
          },
        ],
      },
    }),
];

test(
  'secrets never reach what is read',
  () => {
    fc.assert(
      fc.property(fc.constantFrom(...forms), secret, sizes, (form, planted, pieces) => {
        const { read, summary } = readCalls(encode(`${form(planted)}\n`), pieces);
        expect(read.calls.length).toBeGreaterThan(0);
        const text = JSON.stringify([read, summary]);
        for (const part of [
          planted,
          encodeURIComponent(planted),
          planted.toLowerCase(),
          planted.slice(0, 14),
        ])
          expect(text).not.toContain(part);
      }),
      { numRuns: Math.ceil(propertyRuns / 2) },
    );
  },
  propertyTimeout,
);

const har = fc.record({
  version: fc.string(),
  entries: fc.array(
    fc.record({
      before: fc.jsonValue(),
      request: fc.record(
        {
          url: fc.constantFrom(
            'https://a.example/x/y?z',
            'https://b.example/',
            'https://a.example/x\u0041"\\n',
            'data:x',
          ),
          headers: fc.jsonValue(),
          method: fc.constantFrom('GET', 'POST', 'BREW'),
        },
        { requiredKeys: ['url'] },
      ),
      response: fc.oneof(
        fc.record({ content: fc.jsonValue(), status: fc.constantFrom(200, 403, 302, 0) }),
        fc.jsonValue(),
      ),
      after: fc.jsonValue(),
    }),
  ),
});

test(
  'a HAR document is read as JSON is, whatever else is in it',
  () => {
    fc.assert(
      fc.property(har, sizes, fc.constantFrom(0, 2), ({ version, entries }, pieces, indent) => {
        const text = JSON.stringify({ log: { version, entries } }, null, indent);
        const expected = entries
          .filter(({ request }) => request.url.startsWith('https:'))
          .map(({ request, response }) => ({
            call: loggedCall(request.method ?? '', request.url),
            isRefused: (response as { status?: unknown } | null)?.status === 403,
          }));
        const { read, summary } = readCalls(encode(text), pieces);
        expect(summary).toEqual({ kind: 'har', isCut: false });
        const known = expected.filter(({ call }) => call !== undefined);
        expect(read.calls.reduce((sum, { count }) => sum + count, 0)).toBe(known.length);
        expect(read.calls.reduce((sum, { refused }) => sum + refused, 0)).toBe(
          known.filter(({ isRefused }) => isRefused).length,
        );
        expect(read.unreadable).toBe(expected.length - known.length);
        // What ends before its end is said to.
        expect(readCalls(encode(text.slice(0, -1))).summary.isCut).toBe(true);
      }),
      { numRuns: Math.ceil(propertyRuns / 10) },
    );
  },
  propertyTimeout,
);

const scraps = fc.constantFrom(
  ...[
    ' API Request URL: ',
    '[DEBUG] ',
    '[1-1] ',
    'GET ',
    'https://a.example/b',
    ' API Response Code: 403',
    '\n',
  ],
  ...[
    'REQ: ',
    'RESP: [403]',
    'curl ',
    '-X ',
    "'",
    '"',
    '\\',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
    '"log":',
    '"entries":',
    ':',
  ],
  ...[
    ' HTTP/1.1',
    ' HTTP/1.1" 200',
    'Host: x',
    '\u001b[1m',
    '\u0000',
    'ü',
    '漢',
    '?',
    '#',
    '@',
    ';',
    '{"log":{',
  ],
);

test(
  'no text makes it fail, and the pieces do not matter',
  () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string())), sizes, (parts, pieces) => {
        const bytes = encode(parts.join(''));
        expect(readCalls(bytes, pieces)).toEqual(readCalls(bytes));
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test(
  'no bytes do either',
  () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), sizes, (bytes, pieces) => {
        expect(readCalls(bytes, pieces)).toEqual(readCalls(bytes));
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test('of what is read nothing but methods, hosts and paths is kept', () => {
  const address = fc.webUrl({
    withQueryParameters: true,
    withFragments: true,
    authoritySettings: { withUserInfo: true, withPort: true },
  });
  fc.assert(
    fc.property(fc.constantFrom(...httpMethods), address, (method, url) => {
      const call = loggedCall(method, url);
      const { hostname } = new URL(url);
      if (call?.host !== undefined && !hostname.startsWith('['))
        expect(call.host).toBe(hostname.replace(/\.$/, ''));
      expect(call?.path ?? '/').not.toMatch(/[?#;]/);
    }),
    { numRuns: Math.ceil(propertyRuns / 10) },
  );
});
