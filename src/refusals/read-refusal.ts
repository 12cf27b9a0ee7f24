import type { Refusal, RefusalKind } from '../model/refusal.ts';
import { callsCurl } from './curl-call.ts';
import { anyActions, type Named, refusedNames, unregisteredNames } from './named-actions.ts';
import { onOneLine, plainText } from './plain-text.ts';
import { pathWithoutMethod, refusedCall } from './refused-call.ts';

const status =
  /(?:\bHTTP(?:\/[\d.]+| status(?: code)?| response code)? ?:? ?|\b(?:http)?(?:status|response)[_ ]?(?:code)?["']? ?[:=]? ?|"code" ?: ?"?|\bbut got |\b(?=\d{3}:? (?:Client Error|Forbidden|Unauthorized|Not Found|Bad Request)))([1-5]\d\d)\b/i;
const errorCode = /(?<![\w./-])([A-Z][A-Za-z]{1,15}\d?(?:_[A-Z]{1,8})?\.\d{3,9})(?![\w.]*\w)/;

/** Words of a refusal, whatever was refused. */
const refused =
  /\b(?:not|un) ?authori[sz]ed\b|\bforbidden\b|\baccess ?denied\b|\bpermission denied\b|\binsufficient (?:permission|privilege|authenti[cz]ation|authori[sz]ation)|\bno (?:permission|privilege)|\bnot allowed to perform|\bAPI?GW?\.0302\b|无权|没有.{0,6}权限|权限不足|禁止/i;
/** Words of a refusal as only a machine prints them. */
const surelyRefused =
  /\byou are not authori[sz]ed to perform\b|\baction forbidden\b|\bAccessDenied\b|\buser access denied\b|\bAPIGW?\.0302\b|\bPAP5\.0001\b|"forbidden" ?:|"title" ?: ?"forbidden"/i;
const credentials =
  /\bAPIGW?\.030[13-7]\b|\bincorrect (?:iam|app) authentication\b|\bauthentication (?:required|failed)\b|\brequires authentication\b|\btoken (?:has |is )?(?:expired|invalid)|\binvalid token\b|\bSignatureDoesNotMatch\b|\bInvalidAccessKeyId\b|\bverify aksk\b/i;
const explicitDeny = /\bexplicit(?:ly)? den(?:y|ied)\b/i;
const quota =
  /\bquota (?:exceeded|insufficient|limit)|\bexceed(?:s|ed)? (?:the )?quota|\binsufficient quota/i;

/**
 * Reads what a cloud, an SDK, Terraform or curl printed of a refusal, or a call of curl itself. Pure, and linear in the length
 * of the text; of what is longer than a refusal can be only the beginning is read.
 * @param isService whether a service has the code
 * @returns nothing for any other text
 */
export function readRefusal(text: string, isService: (code: string) => boolean): Refusal | undefined {
  const line = onOneLine(plainText(text));
  const http = status.exec(line);
  const number = http?.[1] === undefined ? undefined : Number(http[1]);
  const code = errorCode.exec(line)?.[1];
  const unregistered = unregisteredNames(line);
  const named = namedIn(line, unregistered, number, isService);
  const call = refusedCall(text, line, {
    answer: http?.index ?? line.search(refused),
    isNamed: named.actions.length > 0,
  });
  const kind = kindOf(line, {
    named,
    unregistered,
    status: number,
    isCalled: call !== undefined || callsCurl(text),
  });
  if (kind === undefined) return undefined;
  const service = serviceOf(line, code, isService);
  const path = call === undefined && kind === 'refused' ? pathWithoutMethod(line) : undefined;
  return {
    kind,
    ...named,
    ...(call === undefined ? {} : { call }),
    ...(path === undefined ? {} : { path }),
    ...(explicitDeny.test(line) ? { byDeny: true } : {}),
    ...(code === undefined ? {} : { code }),
    ...(number === undefined ? {} : { status: number }),
    ...(service === undefined ? {} : { service }),
  };
}

function namedIn(
  line: string,
  unregistered: Named,
  number: number | undefined,
  isService: (code: string) => boolean,
): Named {
  const named = refusedNames(line);
  if (named.actions.length > 0) return named;
  if (unregistered.actions.length > 0) return unregistered;
  if (named.rules.length > 0) return named;
  return { actions: number === 403 || refused.test(line) ? anyActions(line, isService) : [], rules: [] };
}

interface Signs {
  readonly named: Named;
  readonly unregistered: Named;
  readonly status: number | undefined;
  readonly isCalled: boolean;
}

function kindOf(
  line: string,
  { named, unregistered, status: number, isCalled }: Signs,
): RefusalKind | undefined {
  if (named === unregistered && named.actions.length > 0) return 'not-registered';
  if (named.actions.length + named.rules.length > 0) return 'refused';
  if (credentials.test(line)) return 'credentials';
  if (quota.test(line) && (number !== undefined || isCalled)) return 'quota';
  if (number === 401) return 'credentials';
  if (number === 403 || surelyRefused.test(line)) return 'refused';
  return isCalled ? 'call' : undefined;
}

/** The service that answered, by the form of the text or by the error code. */
function serviceOf(
  line: string,
  code: string | undefined,
  isService: (code: string) => boolean,
): string | undefined {
  if (
    /\bobs: service returned error\b/i.test(line) ||
    (line.includes('<Error>') && line.includes('<HostId>'))
  )
    return 'obs';
  const prefix = code?.replace(/[._].*$/, '').toLowerCase();
  return prefix !== undefined && isService(prefix) ? prefix : undefined;
}
