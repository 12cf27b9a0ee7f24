import type { Catalogue } from '../model/catalogue.ts';
import { type CloudChoice, cloudNames, cloudsOf } from '../model/cloud.ts';

/**
 * The dates up to which the catalogue knows a service, in words: of its newest page in the cloud asked about, or in each of both
 * (`2026-01-06 in Huawei Cloud and …`); where no page of the service has a date, of the cloud's newest page. `undefined`
 * where no page has one.
 */
export function datesInWords(catalogue: Catalogue, service: string, cloud: CloudChoice): string | undefined {
  const dates = cloudsOf(cloud).flatMap((one) => {
    const date = catalogue.date(service, one) ?? catalogue.newestDate(one);
    if (date === undefined) return [];
    return [{ date, in: cloudNames[one] }];
  });
  const [first, ...others] = dates;
  if (first === undefined || others.every(({ date }) => date === first.date)) return first?.date;
  return dates.map((one) => `${one.date} in ${one.in}`).join(' and ');
}
